"""Selections and their minimum: by departments, for key evaluations, and the draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from domain.kernel.decider import Recorded
from domain.kernel.subject_ids import SubjectKind, jurisdiction_year, parse_subject
from domain.kernel.vocabulary import business_date
from domain.shared.evaluation_objects import OBJECT_TYPES
from store.port import EventLog

State = Literal["none", "refused", "planned", "selected"]

_SELECT, _COVERAGE = "department-evaluation.select", "department_evaluation.coverage"
_BUDGETS, _MINIMUM = "key_evaluation.budget_coverage", "key_evaluation.minimum"
_TYPES = "key_evaluation.types"


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection, its population and its shortfall.

    `state` is `refused` if the newest attempt was refused and nothing is selected, `planned` if key
    evaluations are planned but not selected yet. `planned` and `selected` are counts. `ratio` is in
    percent: of amounts for a department, of projects for the draw. `shortfall` is in yuan;
    `missing` are the budgets not covered. `met` is null if no rule states a minimum. `types` says
    how many objects of key evaluation are counted as each type. `preferred` are the types that a
    text names first: it asks for none.
    """

    subject: str
    what: Literal["department-evaluation", "key-evaluation", "authenticity"]
    state: State = "none"
    on: date | None = None
    planned: int | None = None
    selected: tuple[str, ...] = ()
    ratio: str | None = None
    met: bool | None = None
    shortfall: str | None = None
    missing: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    types: Mapping[str, int] = field(default_factory=dict)
    preferred: tuple[str, ...] = ()


def selections(log: EventLog, jurisdiction: str, budget_year: int) -> tuple[Selection, ...]:
    """The selections among the projects of a budget year: by unit, then by the work year."""
    units = [
        stream
        for stream in log.streams(f"{jurisdiction}/{budget_year}/")
        if parse_subject(stream).kind is SubjectKind.UNIT_YEAR
    ]
    year = jurisdiction_year(jurisdiction, budget_year + 1)
    return (*(_of_unit(log, unit) for unit in units), *_of_year(log, year))


def _of_unit(log: EventLog, stream: str) -> Selection:
    what: Literal["department-evaluation"] = "department-evaluation"
    for recorded in log.read(stream):
        if recorded.event.name == "department-evaluation.selected":
            chosen = tuple(recorded.event.data()["selected"])
            found = _measured(recorded.basis)
            return Selection(stream, what, "selected", recorded.effective_on, None, chosen, **found)
    for row in reversed(log.commands(stream)):
        if row.act["command"] == _SELECT and row.outcome["status"] == "refused":
            tried, on = tuple(row.act["fields"]["selected"]), business_date(row.recorded_at)
            found = _measured(row.outcome["basis"])
            return Selection(stream, what, "refused", on, None, tried, **found)
    return Selection(stream, what)


def _measured(basis: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The answer of `department_evaluation.coverage` about a selection, if it is stated."""
    answer = _answer(basis, _COVERAGE)
    if answer is None or answer["outcome"] is None:
        return {}
    clauses = {"clauses": tuple(answer["clauses"])}
    return {name: answer["outcome"][name] for name in ("ratio", "met", "shortfall")} | clauses


def _of_year(log: EventLog, stream: str) -> Iterator[Selection]:
    """The selections that stand: what was withdrawn or taken back is left out."""
    plans: list[Recorded[Any]] = []
    chosen: dict[str, Recorded[Any]] = {}
    draw: Recorded[Any] | None = None
    for recorded in log.read(stream):
        data = recorded.event.data()
        match recorded.event.name:
            case "key-evaluation-plan.set":
                plans.append(recorded)
            case "act.withdrawn" if data["act"] == "key-evaluation-plan.set":
                plans.pop()
            case "key-evaluation.selected":
                chosen.update(dict.fromkeys(data["selected"], recorded))
            case "key-evaluation.selection-taken-back":
                chosen = {code: one for code, one in chosen.items() if code not in data["projects"]}
            case "authenticity.drawn":
                draw = recorded
            case "authenticity.draw-taken-back":
                draw = None
    yield _key_evaluation(stream, plans, chosen)
    yield _drawn(stream, draw)


def _drawn(stream: str, draw: Recorded[Any] | None) -> Selection:
    if draw is None:
        return Selection(stream, "authenticity")
    data, on = draw.event.data(), draw.effective_on
    drawn = tuple(data["drawn"])
    ratio = f"{100 * len(drawn) / len(data['frame']):.2f}"
    clauses = _clauses(draw.basis, "authenticity.sample")
    return Selection(stream, "authenticity", "selected", on, None, drawn, ratio, clauses=clauses)


def _key_evaluation(
    stream: str, plans: Sequence[Recorded[Any]], chosen: Mapping[str, Recorded[Any]]
) -> Selection:
    """The key evaluations: as planned, or as selected from the plan."""
    found = Selection(stream, "key-evaluation")
    if plans:
        plan = plans[-1]
        clauses = _clauses(plan.basis, _MINIMUM, _BUDGETS)
        count = plan.event.data()["count"]
        found = replace(
            found, state="planned", on=plan.effective_on, planned=count, clauses=clauses
        )
    if not chosen:
        return found
    newest = max(chosen.values(), key=lambda one: one.version)
    selected = _key_selected(found, newest.basis, newest.effective_on, tuple(chosen))
    return _typed(selected, newest.basis, chosen)


def _typed(
    found: Selection, basis: Sequence[Mapping[str, Any]], chosen: Mapping[str, Recorded[Any]]
) -> Selection:
    """The selection with the types of its objects, and the types that a text prefers."""
    counted = Counter(_type_of(code, recorded) for code, recorded in chosen.items())
    answer = _answer(basis, _TYPES)
    preferred = tuple(answer["outcome"] or ()) if answer else ()
    types: dict[str, int] = {kind: counted[kind] for kind in OBJECT_TYPES if counted[kind]}
    clauses = (*found.clauses, *_clauses(basis, _TYPES))
    return replace(found, types=types, preferred=preferred, clauses=tuple(dict.fromkeys(clauses)))


def _type_of(code: str, selection: Recorded[Any]) -> str:
    """What a selected project is counted as; a selection of before says nothing of types."""
    types = selection.event.data()["types"]
    return next((one["counted_as"] for one in types if one["project"] == code), "project")


def _key_selected(
    plan: Selection, basis: Sequence[Mapping[str, Any]], on: date, chosen: tuple[str, ...]
) -> Selection:
    """The selection for key evaluation and its plan: the number, and coverage of every budget."""
    answer = _answer(basis, _BUDGETS)
    missing = tuple(answer["outcome"]["missing"]) if answer and answer["outcome"] else ()
    return replace(
        plan,
        state="selected",
        on=on,
        selected=chosen,
        met=not missing and len(chosen) >= (plan.planned or 0),
        missing=missing,
        clauses=_clauses(basis, _BUDGETS) or plan.clauses,
    )


def _answer(basis: Sequence[Mapping[str, Any]], rule: str) -> Mapping[str, Any] | None:
    return next((answer for answer in basis if answer["rule"] == rule), None)


def _clauses(basis: Sequence[Mapping[str, Any]], *rules: str) -> tuple[str, ...]:
    return tuple(
        clause for answer in basis if answer["rule"] in rules for clause in answer["clauses"]
    )
