"""The figures of a work year (catalogue, section 9), recomputed from the event log by a query.

Each value names its source events; nothing is stored. F06 to F09 are about the budget year equal to
the work year, F01, F03, F10 to F14 and the flags about the budget year before it, which is
evaluated in the work year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from domain.kernel.decider import Recorded
from domain.kernel.message import Event
from domain.kernel.serialization.envelope import unseal
from domain.kernel.vocabulary import Origin
from domain.shared.filings.import_messages import ActImported
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.project_year.evaluation.department_evaluation import (
    ReportReviewed as DepartmentReviewed,
)
from domain.subjects.project_year.evaluation.key_evaluation import UnmarkedSelected
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalised
from domain.subjects.project_year.evaluation.self_evaluation_review import SelfEvaluationReviewed
from domain.subjects.project_year.exante.assessment import ReportReviewed
from domain.subjects.project_year.imports.acts import IMPORTABLE as PROJECT_IMPORTABLE
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from domain.subjects.project_year.population import ProjectWithdrawn
from domain.subjects.project_year.targets.target import TargetApproved
from domain.subjects.project_year.undoing.acts import UNDOING as PROJECT_UNDOING
from domain.subjects.unit_year.imports import IMPORTABLE as UNIT_IMPORTABLE
from domain.subjects.unit_year.monitoring import OverallMonitoringReviewed
from domain.subjects.unit_year.population import UnitWithdrawn
from domain.subjects.unit_year.selection import ProjectsSelected
from domain.subjects.unit_year.self_evaluation import OverallSelfEvaluationReviewed
from domain.subjects.unit_year.targets import OverallTargetApproved
from domain.subjects.unit_year.undoing import UNDOING as UNIT_UNDOING
from projections.figures import evaluated_objects
from projections.figures.evaluated_objects import EvaluatedObject, EvaluatedObjects
from projections.figures.flagged_grades import FLAG, flagged
from projections.figures.flagged_grades import KINDS as FLAGGED
from projections.figures.year_events import YearEvents
from store.port import EventLog, notifications_behind

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_GRADES = ("excellent", "good", "fair", "poor")

_KINDS = frozenset(
    {
        DepartmentReviewed,
        Finalised,
        OverallMonitoringReviewed,
        OverallSelfEvaluationReviewed,
        OverallTargetApproved,
        ProjectsSelected,
        ReportReviewed,
        ResultFiled,
        SelfEvaluationReviewed,
        TargetApproved,
        *FLAGGED,
    }
)
"""The kinds of events that the figures use."""
_ENDS = frozenset({ProjectWithdrawn, UnitWithdrawn})
_CANCELLED: Mapping[type[Event], type[Event]] = {UnmarkedSelected: Finalised}
"""The events that cancel another event of their subject: a key evaluation with its selection."""
_READ = _KINDS | _ENDS | {ActWithdrawn, *_CANCELLED} | evaluated_objects.KINDS
_UNDONE = {
    name: one.event
    for acts in (PROJECT_IMPORTABLE, UNIT_IMPORTABLE, PROJECT_UNDOING.acts, UNIT_UNDOING.acts)
    for name, one in acts.items()
    if one.event in _KINDS | _ENDS
}
"""The acts whose events the figures use, by their names."""

Found = list[Recorded[Any]]
Amount = Callable[[Any], Decimal | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a figure: a count, an amount in yuan on its `basis`, a percentage, or a text.

    `name` identifies a value within its figure; for a monitoring round a colon and the node follow.
    `events` are the ids of its source events; `imported` are those of them that were imported.
    """

    id: str
    name: str
    value: str
    events: tuple[UUID, ...]
    basis: str | None = None
    budget_year: int = 0
    imported: tuple[UUID, ...] = ()


def figures(log: EventLog, jurisdiction: str, work_year: int) -> tuple[Figure, ...]:
    """The figures of a work year, from the newest event of each kind of each subject."""
    return figures_of(_events(log), jurisdiction, work_year)


def figures_of(
    events: Iterable[Recorded[Any]], jurisdiction: str, work_year: int
) -> tuple[Figure, ...]:
    """The figures of a work year from the events of a log, in their order."""
    kept = YearEvents(jurisdiction, work_year, _KINDS, _ENDS, _UNDONE, _CANCELLED)
    objects = EvaluatedObjects(jurisdiction, work_year - 1)
    for recorded in events:
        kept.note(recorded)
        objects.note(recorded)
    return (
        *_objects(_Saying(work_year - 1, kept.imports), objects.selected()),
        *_this_year(kept, work_year),
        *_year_before(kept, work_year - 1),
    )


def objects_in(log: EventLog, jurisdiction: str, work_year: int) -> list[EvaluatedObject]:
    """The objects of key evaluation that were selected in a work year."""
    objects = EvaluatedObjects(jurisdiction, work_year - 1)
    for recorded in _events(log):
        objects.note(recorded)
    return objects.selected()


def _events(log: EventLog) -> Iterator[Recorded[Any]]:
    for notification in notifications_behind(log):
        if _counts(notification.topic):
            yield unseal(notification.topic, notification.state, basis=False)


@lru_cache(maxsize=1024)  # the topics of a log: some 150 kinds of events in their versions
def _counts(topic: str) -> bool:
    """Whether events of a topic are read.

    A known kind that no figure uses is skipped; an unknown kind is read, so that it is reported.
    """
    kind = Event.named(topic.rpartition("@")[0])
    return kind is None or kind in _READ or kind is ActImported


def _objects(say: _Saying, objects: list[EvaluatedObject]) -> Iterator[Figure]:
    """The objects of key evaluation; no figure where none is selected."""
    if not objects:
        return
    for one in evaluated_objects.counted(objects):
        yield say.value("F01", f"{one.name}objects", str(len(one.objects)), one.events)
        yield say.value("F01", f"{one.name}amount", f"{one.amount:f}", one.events, "evaluated")
    covered = evaluated_objects.coverage(objects)
    yield say.value("F03", "coverage", covered.name, covered.events)


def _this_year(kept: YearEvents, year: int) -> Iterator[Figure]:
    say = _Saying(year, kept.imports)
    assessed, targets = kept.of(ReportReviewed, year), kept.of(TargetApproved, year)
    yield from say.sums("F06", "", assessed, _amount, "requested")
    for name in ("score", "result"):
        values = sorted({str(getattr(one.event, name)) for one in assessed})
        yield say.value("F06", name, ", ".join(values), assessed)
    overall = kept.of(OverallTargetApproved, year)
    yield from say.sums("F07", "", overall, _amount, "initial", counted="units")
    monitored = kept.of(OverallMonitoringReviewed, year)
    yield say.value("F07", "monitored_units", str(len(monitored)), monitored)
    yield from say.sums("F08", "", targets, _amount, "initial + adjusted")
    for origin, basis in ((Origin.INITIAL, "initial"), (Origin.MID_YEAR, "adjusted")):
        these = [one for one in targets if one.event.origin is origin]
        yield from say.sums("F08", f"{origin.value}_", these, _amount, basis)
    filed = kept.of(ResultFiled, year)
    for node in sorted({one.event.node for one in filed}):
        there = [one for one in filed if one.event.node == node]
        yield say.value("F09", f"projects:{node}", str(len(there)), there)


def _year_before(kept: YearEvents, year: int) -> Iterator[Figure]:
    say = _Saying(year, kept.imports)
    projects = kept.of(SelfEvaluationReviewed, year)
    executed = _total(projects, _executed)
    yield from say.sums("F10", "", projects, _executed, "executed")
    yield from say.grades("F10", projects, _executed, "executed")
    departments = kept.of(DepartmentReviewed, year)
    yield from say.sums("F11", "", departments, _executed, "executed")
    part = _total(departments, _executed)
    yield say.share("F11", "share_of_executed", part, executed, _HUNDREDTH, departments + projects)
    yield from _selections(say, kept.of(ProjectsSelected, year))
    units = kept.of(OverallSelfEvaluationReviewed, year)
    yield from say.sums("F12", "", units, _executed, "executed", counted="units")
    yield from say.grades("F12", units, _executed, "executed", counted="units")
    keys = kept.of(Finalised, year)
    yield from say.sums("F13", "", keys, _evaluated, "evaluated")
    yield from say.grades("F13", keys, _evaluated, "evaluated")
    evaluated = _total(keys, _evaluated)
    yield say.share("F13", "share_of_executed", evaluated, executed, _TENTH, keys + projects)
    overall = _total(units, _executed)
    yield say.share("F14", "share_of_overall", executed, overall, _TENTH, projects + units)
    for name, found in flagged(kept, year):
        yield say.value(FLAG, name, str(len(found)), found)


def _selections(say: _Saying, selected: Found) -> Iterator[Figure]:
    """The selections by AMB-12: each department's share of its base.

    The base is its initial plus in-year budget.
    """
    yield say.value("F11", "departments", str(len(selected)), selected)
    if selected:
        least = min(one.event.ratio for one in selected)
        yield say.value("F11", "least_share_of_base", f"{least:f}", selected)


@dataclass(frozen=True, slots=True)
class _Saying:
    """Builds figures of one budget year; `imports` are the ids of the commands that imported."""

    year: int
    imports: AbstractSet[UUID]

    def value(
        self, figure: str, name: str, value: str, found: Found, basis: str | None = None
    ) -> Figure:
        ids = tuple(one.id for one in found)
        imported = tuple(one.id for one in found if one.command_id in self.imports)
        return Figure(figure, name, value, ids, basis, self.year, imported)

    def sums(
        self,
        figure: str,
        prefix: str,
        found: Found,
        amount: Amount,
        basis: str,
        counted: str = "projects",
    ) -> Iterator[Figure]:
        total = _total(found, amount)
        yield self.value(figure, f"{prefix}{counted}", str(len(found)), found)
        yield self.value(figure, f"{prefix}amount", str(total), found, basis)

    def grades(
        self, figure: str, found: Found, amount: Amount, basis: str, counted: str = "projects"
    ) -> Iterator[Figure]:
        for grade in _GRADES:
            these = [one for one in found if one.event.grade == grade]
            yield from self.sums(figure, f"{grade}_", these, amount, basis, counted)

    def share(
        self, figure: str, name: str, part: Decimal, whole: Decimal, to: Decimal, found: Found
    ) -> Figure:
        """Add a percentage, unless the whole is zero."""
        value = (part * 100 / whole).quantize(to, ROUND_HALF_UP) if whole else None
        return self.value(figure, name, "" if value is None else f"{value:f}", found)


def _total(found: Found, amount: Amount) -> Decimal:
    return sum((amount(one.event) or Decimal(0) for one in found), Decimal(0))


def _amount(event: Any) -> Decimal | None:
    given: Decimal | None = event.amount
    return given


def _executed(event: Any) -> Decimal | None:
    given: Decimal | None = event.executed
    return given


def _evaluated(event: Any) -> Decimal | None:
    given: Decimal | None = event.evaluated
    return given
