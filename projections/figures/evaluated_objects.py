"""The objects of a work year's key evaluation, by type, and what became of their reports.

F01 counts the selected objects by the type that each is counted as. F03 names the budgets and the
types that have an object, and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.vocabulary import BudgetType
from domain.shared.evaluation_objects import NAMES, NAMES_OF_BUDGETS, OBJECT_TYPES, ObjectType
from domain.shared.filings.disclosure import ApproveException, ExceptionApproved, Published
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.policies.evaluation_objects import ObjectSelected, SelectObject
from domain.subjects.policies.population import PolicyWithdrawn, WithdrawPolicy
from domain.subjects.project_year.evaluation.key_evaluation import (
    MarkedSelected,
    ReportFiled,
    UnmarkedSelected,
)
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise, Finalised
from domain.subjects.project_year.imported_history import HistoryImported
from domain.subjects.project_year.population import (
    ProjectAdded,
    ProjectWithdrawn,
    WithdrawProject,
)

REPORT = "key_evaluation_report"
KINDS = frozenset(
    {
        MarkedSelected,
        UnmarkedSelected,
        ReportFiled,
        Finalised,
        Published,
        ExceptionApproved,
        ActWithdrawn,
        ProjectWithdrawn,
        PolicyWithdrawn,
        ObjectSelected,
        ProjectAdded,
        HistoryImported,
    }
)
"""The kinds of events that these figures use."""


@dataclass(slots=True)
class EvaluatedObject:
    """An object with the events that count: its selection, its result, and its disclosure."""

    selected: Recorded[Any] | None = None
    filed: Recorded[Any] | None = None
    final: Recorded[Any] | None = None
    published: Recorded[Any] | None = None
    excepted: Recorded[Any] | None = None
    ended: bool = False
    budget: BudgetType | None = None

    @property
    def counted_as(self) -> ObjectType:
        """Its type; a selection of before says none, and its object is a project."""
        found: ObjectType | None = self.selected.event.counted_as if self.selected else None
        return found or "project"

    @property
    def evaluated(self) -> Decimal:
        """The amount that its report evaluates, in yuan; zero before it is final."""
        return (self.final.event.evaluated if self.final else None) or Decimal(0)


@dataclass(slots=True)
class EvaluatedObjects:
    """The objects of key evaluation of a budget year of a jurisdiction."""

    jurisdiction: str
    budget_year: int
    _by_stream: dict[str, EvaluatedObject] = field(default_factory=dict)
    _budgets: dict[str, BudgetType] = field(default_factory=dict)

    def note(self, recorded: Recorded[Any]) -> None:
        """Add an event of any subject; a subject becomes an object with its selection."""
        kind, stream = type(recorded.event), recorded.stream
        if kind not in KINDS or not self._counts(stream):
            return
        if kind in _REGISTERED:
            self._budgets[stream] = recorded.event.budget_type
        elif kind is MarkedSelected or self._is_of_this_year(recorded):
            new = EvaluatedObject(budget=self._budgets.get(stream))
            self._by_stream.setdefault(stream, new).selected = recorded
        elif stream in self._by_stream:
            _CHANGES[kind](self._by_stream[stream], recorded)

    def selected(self) -> list[EvaluatedObject]:
        """The objects that are selected, in the order of their subjects."""
        found = sorted(self._by_stream.items())
        return [one for _, one in found if one.selected is not None and not one.ended]

    def _is_of_this_year(self, recorded: Recorded[Any]) -> bool:
        """Whether a policy or another object is selected for the work year."""
        event = recorded.event
        return isinstance(event, ObjectSelected) and event.work_year == self.budget_year + 1

    def _counts(self, stream: str) -> bool:
        subject = parse_subject(stream)
        if subject.kind is SubjectKind.POLICY:
            return subject.jurisdiction == self.jurisdiction
        return (subject.kind, subject.jurisdiction, subject.year) == (
            SubjectKind.PROJECT_YEAR,
            self.jurisdiction,
            self.budget_year,
        )


def _unmarked(one: EvaluatedObject, _recorded: Recorded[Any]) -> None:
    """A selection that is taken back, or is for another year, cancels the evaluation with it."""
    one.selected = one.filed = one.final = one.published = one.excepted = None


def _filed(one: EvaluatedObject, recorded: Recorded[Any]) -> None:
    one.filed = recorded


def _final(one: EvaluatedObject, recorded: Recorded[Any]) -> None:
    one.final = recorded


def _published(one: EvaluatedObject, recorded: Recorded[Any]) -> None:
    if recorded.event.artefact == REPORT:
        one.published = one.published or recorded


def _excepted(one: EvaluatedObject, recorded: Recorded[Any]) -> None:
    if recorded.event.artefact == REPORT:
        one.excepted = recorded


def _ended(one: EvaluatedObject, _recorded: Recorded[Any]) -> None:
    one.ended = True


def _withdrawn(one: EvaluatedObject, recorded: Recorded[ActWithdrawn]) -> None:
    """The event of an act that was withdrawn counts no more."""
    act = recorded.event.act.removeprefix(f"{ImportAct.name}:")
    if act == Finalise.name:
        one.final = None
    elif act == f"{ApproveException.name}:{REPORT}":
        one.excepted = None
    elif act == SelectObject.name:
        one.selected = None
    elif act in {WithdrawProject.name, WithdrawPolicy.name}:
        one.ended = False


_REGISTERED = frozenset({ProjectAdded, HistoryImported})
_CHANGES: dict[type[Any], Callable[[EvaluatedObject, Recorded[Any]], None]] = {
    UnmarkedSelected: _unmarked,
    ReportFiled: _filed,
    Finalised: _final,
    Published: _published,
    ExceptionApproved: _excepted,
    ProjectWithdrawn: _ended,
    PolicyWithdrawn: _ended,
    ObjectSelected: _unmarked,
    ActWithdrawn: _withdrawn,
}

Events = list[Recorded[Any]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a figure: its name, the objects that it counts, and the events behind it."""

    name: str
    objects: Sequence[EvaluatedObject]
    events: Events

    @property
    def amount(self) -> Decimal:
        """What the objects' reports evaluate, in yuan."""
        return sum((one.evaluated for one in self.objects), Decimal(0))


def counted(objects: Sequence[EvaluatedObject]) -> Iterator[Counted]:
    """The objects by type, those with a report, and what became of the reports.

    A report is disclosed, or withheld by an approved exception, or neither yet. A count of none
    rests on what it was counted among.
    """
    chosen = _selections(objects)
    yield Counted("", objects, _evaluations(objects))
    for kind in types(objects):
        these = [one for one in objects if one.counted_as == kind]
        yield Counted(f"{kind}_", these, _evaluations(these))
    reports = [one for one in objects if one.final is not None]
    made = _of(reports, "final") or chosen
    yield Counted("reported_", reports, made)
    disclosed = [one for one in reports if one.published is not None]
    public = _of(disclosed, "published")
    yield Counted("disclosed_", disclosed, public or made)
    withheld = [one for one in reports if one.excepted is not None and one.published is None]
    kept_back = _of(withheld, "excepted")
    yield Counted("withheld_", withheld, kept_back or made)
    left = [one for one in reports if one.published is None and one.excepted is None]
    yield Counted("undisclosed_", left, [*made, *public, *kept_back])


def types(objects: Sequence[EvaluatedObject]) -> list[ObjectType]:
    """The types that at least one object is counted as, in the order of a statement."""
    there = {one.counted_as for one in objects}
    return [kind for kind in OBJECT_TYPES if kind in there]


def budgets(objects: Sequence[EvaluatedObject]) -> list[BudgetType]:
    """The budgets that at least one object belongs to, in the order of the documents."""
    there = {one.budget for one in objects}
    return [one for one in BudgetType if one in there]


def coverage(objects: Sequence[EvaluatedObject]) -> Counted:
    """The sentence of a statement on the budgets and types that the evaluation covers."""
    of_budgets = budgets(objects)
    all_four = len(of_budgets) == len(BudgetType)
    first = "“四本预算”" if all_four else "、".join(map(NAMES_OF_BUDGETS.__getitem__, of_budgets))
    named = "、".join(NAMES[kind] for kind in types(objects))
    covered = f"{first}及{named}" if first else named
    return Counted(f"评价类型覆盖{covered}等方面", objects, _selections(objects))


def _selections(objects: Sequence[EvaluatedObject]) -> Events:
    return _of(objects, "selected")


def _evaluations(objects: Sequence[EvaluatedObject]) -> Events:
    """The selections, and the results that say what was evaluated."""
    final = [one for one in objects if one.final is not None]
    return [*_selections(objects), *_of(final, "final")]


def _of(objects: Sequence[EvaluatedObject], part: str) -> Events:
    return [getattr(one, part) for one in objects]
