"""What the people of the living year do, by the instant at which their day begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tests.engine.living.people import (
    CONGRESS,
    Line,
    admitted,
    budgets,
    bureau,
    exante,
    finance,
    notice,
    opening,
    parameters,
    projects,
    result,
    review,
    rules_and_holidays,
    self_evaluation,
    target,
    units,
    yuan,
)


def first_day() -> Iterator[Line]:
    yield from rules_and_holidays()
    yield from opening("2025")
    yield from parameters("2025", "2025-11-28")


def first_of_december() -> Iterator[Line]:
    yield from units("P01-P02", "exante.file-report", exante)
    yield from notice("2025", "target.filing", "2025-12-05")
    yield from notice("2025", "target.review", "2025-12-12")
    yield from admitted("P03-P32")


def second_of_december() -> Iterator[Line]:
    yield from bureau(
        "P01-P02", "exante.review", "fin-02", result="支持", score="90", reason="合成"
    )
    yield from admitted("P01-P02")
    yield from units("P03-P12", "target.file", target)


def third_of_december() -> Iterator[Line]:
    yield from admitted("P33-P36")
    yield from bureau("P03-P12", "target.approve", "fin-02")
    yield from budgets("P03-P12", CONGRESS)


def fifteenth_of_december() -> Iterator[Line]:
    yield from budgets("P01-P02 P13-P30", CONGRESS)
    yield from notice("P37-P40", "target.filing", "2025-12-22")
    yield from admitted("P37-P40")
    yield from units("P33", "project.withdraw", lambda _code: {"reason": "合成"})


def nineteenth_of_december() -> Iterator[Line]:
    granted = {"deadline": "target.review", "until": "2025-12-31"}
    granted |= {"approver": "局长", "reason": "合成"}
    yield from bureau("P31-P32 P37-P40", "extend", **granted)
    yield from units("P31-P32 P37-P40", "target.file", target)
    yield from bureau("P31-P32 P37-P40", "target.approve", "fin-02")
    yield from budgets("P31-P32", CONGRESS)
    yield from budgets("P37-P40", finance("fin-03"))


def end_of_december() -> Iterator[Line]:
    for code in projects("P03-P12"):
        paid = {"executed": yuan(code), "as_of": "2025-12-31", "source": "合成国库数"}
        yield from bureau(code, "execution.record", **paid)


def sixth_of_january() -> Iterator[Line]:
    yield from opening("2026")
    yield from parameters("2026", "2026-01-06")


def sixth_of_january_later() -> Iterator[Line]:
    yield from admitted("Q01-Q04")
    yield from units("Q01-Q04", "target.file", target)
    yield from bureau("Q01-Q04", "target.approve", "fin-02")
    yield from budgets("Q01-Q04", CONGRESS)


def eighth_of_june() -> Iterator[Line]:
    yield from units("Q03", "monitoring.file-result", result)
    yield from review("Q01 Q03", "60")
    yield from review("Q02", "59.99", rectify_by="2026-06-22")
    yield from bureau("P03-P12", "grade.finalise")


ACTS: dict[str, Callable[[], Iterable[Line]]] = {
    "2025-11-28 10:00": first_day,
    "2025-12-01 09:30": first_of_december,
    "2025-12-02 09:05": second_of_december,
    "2025-12-03 09:30": third_of_december,
    "2025-12-05 09:10": lambda: units("P13-P20", "target.file", target),
    "2025-12-06 00:05": lambda: units("P21-P26", "target.file", target),
    "2025-12-09 09:10": lambda: units("P01-P02 P27-P30", "target.file", target),
    "2025-12-14 09:30": lambda: bureau("P01-P02 P13-P30", "target.approve", "fin-02"),
    "2025-12-15 10:00": fifteenth_of_december,
    "2025-12-19 09:10": nineteenth_of_december,
    "2025-12-31 18:00": end_of_december,
    "2026-01-06 10:00": sixth_of_january,
    "2026-03-27 09:05": lambda: units("P01-P20", "self-evaluation.file", self_evaluation),
    "2026-03-31 09:05": lambda: units("P21-P30", "self-evaluation.file", self_evaluation),
    "2026-04-01 00:05": lambda: units("P31-P32 P37", "self-evaluation.file", self_evaluation),
    "2026-04-04 09:05": lambda: bureau("P01-P20", "self-evaluation.review", "fin-02"),
    "2026-05-28 09:05": lambda: bureau("P21-P30", "self-evaluation.review", "fin-02"),
    "2026-06-01 00:05": lambda: units("Q01", "monitoring.file-result", result),
    "2026-06-04 09:05": lambda: units("Q02", "monitoring.file-result", result),
    "2026-06-08 00:05": eighth_of_june,
}
"""The acts of each day, sent when what the system owes at that instant is in the log."""

LATER: dict[str, Callable[[], Iterable[Line]]] = {"2026-01-06 10:00": sixth_of_january_later}
"""Acts on what the first acts of a day bring about."""
