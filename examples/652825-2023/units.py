"""The 57 synthetic units: overall targets of 2023, monitoring in June, self-evaluation of 2022."""

from __future__ import annotations

from collections.abc import Iterator

from acts import MONITORING, TARGETS, Act, finance
from imported import imported
from projects import UNITS, draw, projects, shares

TARGETED = 1_011_080_000
"""Overall targets of 2023 in yuan (QM-022: 101,108 万)."""

EXECUTED = 1_326_930_000
"""Overall expenditure of 2022 in yuan (QM-039: 132,693 万)."""

NODE = "2023-06-30"
_CHANNEL = {
    "channel": "合成政府网站（示例）",
    "medium": "government_portal",
    "address": "合成网址（示例）",
}
_OPENED = {2022: "2022-01-10", 2023: "2023-01-05"}
_PROMISED = (
    ("D1", "duty_performance", "履职任务完成率", 95, 30),
    ("D2", "management_efficiency", "预算管理制度执行率", 95, 20),
    ("D3", "social_benefit", "公共服务覆盖率", 90, 20),
    ("D4", "sustainability", "长效机制健全率", 90, 10),
    ("D5", "satisfaction", "服务对象满意度", 90, 10),
)


def codes() -> tuple[str, ...]:
    """Give the codes of the units."""
    return tuple(f"U{number:02}" for number in range(1, UNITS + 1))


def targeted() -> dict[str, int]:
    """The overall budget of 2023 by unit: its projects of the initial budget, and the rest."""
    own = dict.fromkeys(codes(), 0)
    for project in projects():
        if project.origin == "initial":
            own[project.unit] += project.amount
    return _with_the_rest(own, TARGETED)


def executed() -> dict[str, int]:
    """What each unit executed in 2022 overall: its projects, and the rest."""
    own = dict.fromkeys(codes(), 0)
    for project in imported():
        own[project.unit] += project.executed
    return _with_the_rest(own, EXECUTED)


def _with_the_rest(own: dict[str, int], total: int) -> dict[str, int]:
    rest = shares(range(1, UNITS + 1), total - sum(own.values()))
    return {code: amount + more for (code, amount), more in zip(own.items(), rest, strict=True)}


def rows() -> Iterator[dict[str, str]]:
    """The units' lines of the portfolio, of both budget years."""
    for code, amount in executed().items():
        budget = _budget(code, amount)
        yield _row(code, 2022, budget) | {"adjusted": str(budget), "executed": str(amount)}
    for code, amount in targeted().items():
        yield _row(code, 2023, amount)


def _budget(code: str, spent: int) -> int:
    """The budget of 2022: 92 to 99 percent of it was executed."""
    return -(-spent * 100 // (92 + draw("rate-overall", int(code[1:]), 8)))


def _row(code: str, year: int, initial: int) -> dict[str, str]:
    flags = dict.fromkeys(("is_new", "is_major", "one_off", "key_project", "confidential"), "false")
    name = f"示例单位{code[1:]}"
    return flags | {
        "code": code,
        "name": name,
        "unit_code": code,
        "unit_name": name,
        "budget_type": "general_public",
        "origin": "initial",
        "opened_on": _OPENED[year],
        "subject_kind": "unit",
        "initial": str(initial),
        "adjusted": "",
        "executed": "",
    }


def overall() -> Iterator[Act]:
    """The acts of all units: target in February, self-evaluation in April, monitoring in June."""
    targets, spent = targeted(), executed()
    for code in codes():
        yield from _target(code, targets[code])
        yield from _self_evaluation(code, spent[code])
        yield from _monitoring(code, targets[code])


def _act(on: str, actor: Act, command: str, code: str, year: int = 2023) -> Act:
    subject = f"652825/{year}/unit/{code}"
    return {"on": on, "actor": actor, "command": command, "subject": subject}


def filer(code: str) -> Act:
    """The person who files for a unit."""
    return {"id": f"{code.lower()}-01", "organisation": code, "role": "unit"}


def _target(code: str, amount: int) -> Iterator[Act]:
    day = "2023-02-22"
    indicators = [_indicator(one) for one in _PROMISED]
    fields = {"amount": str(amount), "execution_points": "10", "indicators": indicators}
    yield _act(day, filer(code), "overall-target.file", code) | fields
    yield _act(day, finance(TARGETS), "overall-target.approve", code)
    disclosed = {"artefact": "overall_target", **_CHANNEL}
    publish = _act(day, finance(TARGETS), "disclosure.publish", code)
    yield publish | disclosed | {"published_on": day}


def _indicator(promised: tuple[str, str, str, int, int]) -> Act:
    identity, dimension, title, target, points = promised
    return {
        "id": identity,
        "dimension": dimension,
        "title": title,
        "relation": ">=",
        "target": str(target),
        "points": str(points),
    }


def _self_evaluation(code: str, spent: int) -> Iterator[Act]:
    day = "2023-04-18"
    measured = [
        _indicator(one) | {"actual": str(one[3] - 3 + draw(f"{code}/{one[0]}", one[3], 9))}
        for one in _PROMISED
    ]
    fields = {
        "budget": str(_budget(code, spent)),
        "budget_basis": "adjusted",
        "executed": str(spent),
        "execution_points": "10",
        "indicators": measured,
        "document": "合成整体支出自评报告（示例）",
    }
    yield _act(day, filer(code), "overall-self-evaluation.file", code, 2022) | fields
    yield _act(day, finance(MONITORING), "overall-self-evaluation.review", code, 2022)
    disclosed = {"artefact": "self_evaluation_form", **_CHANNEL}
    publish = _act(day, finance(TARGETS), "disclosure.publish", code, 2022)
    yield publish | disclosed | {"published_on": day}


def _monitoring(code: str, amount: int) -> Iterator[Act]:
    rate = 38 + draw("overall-june", int(code[1:]), 15)
    fields = {
        "node": NODE,
        "executed": str(amount * rate // 100),
        "completion_rate": str(rate + draw("overall-completion", int(code[1:]), 8)),
    }
    yield _act(NODE, filer(code), "overall-monitoring.file", code) | fields
    yield _act(NODE, finance(MONITORING), "overall-monitoring.review", code) | {"node": NODE}
