"""The later days of a portfolio: projects and units that open years will register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import structlog

from domain.kernel.serialization.envelope import unseal
from domain.kernel.subject_ids import SubjectKind, parse_subject, subject_of
from domain.shared.fan_out.messages import SubjectsOpened
from domain.subjects.jurisdiction_year.opening import YearOpened
from domain.subjects.jurisdiction_year.portfolio import PortfolioError, Row, parse_portfolio
from domain.subjects.jurisdiction_year.registration import registration
from store.port import ContentDamaged, ContentMissing, EventLog

_log = structlog.get_logger()
_OPENINGS = frozenset({YearOpened.name, SubjectsOpened.name})


@dataclass(frozen=True, slots=True)
class PlannedOpening:
    """A row of a portfolio that is registered on a day (Asia/Shanghai) that has not come.

    `stream` and `kind` belong to the subject that it becomes; `by` is the work year's stream.
    """

    on: date
    stream: str
    kind: str
    code: str
    name: str | None
    unit: str
    unit_name: str | None
    by: str


def planned_openings(
    log: EventLog, jurisdiction: str, budget_year: int
) -> tuple[PlannedOpening, ...]:
    """The rows of a budget year that are not registered yet, by day, kind and code.

    The name of a confidential one is null, and that of its unit if no other row has it. Raises
    what reading the log raises.
    """
    found = [
        one
        for stream in log.streams(f"{jurisdiction}/")
        if (subject := subject_of(stream)) and subject.kind is SubjectKind.JURISDICTION_YEAR
        for one in _of_year(log, stream)
        if parse_subject(one.stream).year == budget_year
    ]
    known = log.versions([one.stream for one in found])
    left = [one for one in found if not known.get(one.stream)]
    return tuple(sorted(left, key=lambda one: (one.on, one.kind, one.code)))


def planned_opening(log: EventLog, stream: str) -> PlannedOpening | None:
    """The planned registration of a subject that the log does not know; none if nobody plans it."""
    subject = subject_of(stream)
    if subject is None or subject.year is None:
        return None
    planned = planned_openings(log, subject.jurisdiction, subject.year)
    return next((one for one in planned if one.stream == stream), None)


def readable_opening(log: EventLog, stream: str) -> PlannedOpening | None:
    """The same, and none where a portfolio is damaged or missing: `jixiao doctor` names that."""
    try:
        return planned_opening(log, stream)
    except (ContentMissing, ContentDamaged) as error:
        _log.warning("a portfolio cannot be read", subject=stream, why=str(error))
        return None


def portfolio_of(log: EventLog, stream: str) -> str | None:
    """The sha256 of the portfolio with which a work year was opened; none before its opening."""
    events = _openings(log, stream)
    return next((one.portfolio for one in events if isinstance(one, YearOpened)), None)


def is_left(log: EventLog, planned: PlannedOpening) -> bool:
    """Whether a planned registration is still to come; no portfolio is read."""
    if log.versions([planned.stream]).get(planned.stream, 0):
        return False
    events = _openings(log, planned.by)
    return planned.on not in {one.on for one in events if not isinstance(one, YearOpened)}


def _of_year(log: EventLog, stream: str) -> Iterator[PlannedOpening]:
    """The rows of the days that a work year has not opened yet."""
    opened, year = set[date](), None
    for event in _openings(log, stream):
        if isinstance(event, YearOpened):
            year = event
        else:
            opened.add(event.on)
    left = {one.on for one in year.openings} - opened if year else set[date]()
    if year is None or not left:
        return
    work_year = parse_subject(stream).year or 0
    rows = _rows(log.content(year.portfolio))
    units = unit_names(rows)
    for row in rows:
        if row.registered_on(work_year) in left:
            yield _planned(row, units.get(row.unit_code), stream, work_year)


def _openings(log: EventLog, stream: str) -> Iterator[YearOpened | SubjectsOpened]:
    """The events of a work year about openings.

    Others are not read: their classes would load the deciders of all subjects.
    """
    for one in log.notifications_of(stream):
        if one.topic.rpartition("@")[0] in _OPENINGS:
            yield unseal(one.topic, one.state, basis=False).event


def _rows(content: bytes) -> tuple[Row, ...]:
    """The rows of a portfolio; none if it cannot be read, because no opening registers it."""
    try:
        return parse_portfolio(content)
    except PortfolioError:
        return ()


def unit_names(rows: Sequence[Row]) -> dict[str, str]:
    """The names of units that rows give which are not confidential; a unit's own row counts."""
    told = [row for row in rows if not row.confidential]
    own = {row.code: row.name for row in told if row.is_unit}
    return {row.unit_code: row.unit_name for row in told} | own


def _planned(row: Row, unit_name: str | None, by: str, work_year: int) -> PlannedOpening:
    subject = parse_subject(registration(row, parse_subject(by).jurisdiction, work_year).subject)
    return PlannedOpening(
        row.registered_on(work_year),
        subject.stream,
        subject.kind.value,
        row.code,
        None if row.confidential else row.name,
        row.unit_code,
        unit_name,
        by,
    )
