"""The comparison snapshot: a subject's board values and grade, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.kernel.decider import InForce
from domain.kernel.in_force import Section
from domain.kernel.message import Event
from domain.kernel.prefill import text
from domain.subjects.indicators.state import Indicators
from domain.subjects.jurisdiction_year.state import JurisdictionYear
from domain.subjects.organisations.state import Organisations
from domain.subjects.packs_adopted.decider import AdoptedPacks
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.rulings.decider import Rulings
from domain.subjects.work_calendar.decider import PublishedCalendar
from projections.boards.rows import DeadlineRow, DeadlineState
from projections.boards.state_cache import Fold
from projections.boards.summary import summarise
from projections.ending import ending_of

Snapshot = Mapping[str, Any]
"""JSON values by name; a value that does not exist yet is left out.

`phase`; `waiting_for` [role:deadline]; `overdue` and `late` [deadline]; `due:DEADLINE`, a date
(inclusive); `requested`, `adjusted`, `approved` and `executed`, in yuan; `score:SOURCE`, `score`,
`grade`, `actions` and `deduction` of a project, in points and yuan; `filed:EVENT:NODE:FIELD`, the
newest filed value, with the node or empty. Subjects that bind others have: `pack:CODE`, a sha256;
`ruling:AMBIGUITY` {text, value}; `calendar:YEAR`, the document; `notice:DEADLINE`, a date;
`parameter:NAME` [since value]; `role:ORGANISATION/ROLE` [person days]; `unit:CODE`, the date of its
end and its successors; `delegation:UNIT/ORGANISATION`, its days; `department:UNIT/SINCE`, the
department and its end; `section:CODE/SINCE`, its end and its remit; `library:CODE`, its version;
`ended:INDICATOR`, its last day.
"""

DUE = "due:"
FILED = "filed:"
SCORE = "score:"
_FILES = ("filed", "reported")
_NOT_FILED = frozenset({"node", "late", "due", "notice"})
_BOARD = ("phase", "requested", "adjusted", "approved", "executed")


def snapshot_of(fold: Fold, in_force: InForce) -> Snapshot:
    """The snapshot of a subject at its fold's version; empty before its first event."""
    if fold.version == 0:
        return {}
    summary = summarise(fold.subject, fold.state, fold.history, in_force)
    row = summary.subject
    return _stated(
        {
            **{name: getattr(row, name) for name in _BOARD},
            "waiting_for": list(row.waiting_for),
            "overdue": sorted(row.overdue),
            "late": list(_late(summary.deadlines)),
            **{f"{DUE}{one.deadline}": one.due.isoformat() for one in summary.deadlines},
            **_graded(fold.state),
            **_binding(fold.state),
            **_library(fold.state),
        }
    )


def _binding(state: Any) -> dict[str, Any]:
    match state:
        case AdoptedPacks():
            return {f"pack:{code}": sha256 for code, sha256 in state.packs.items()}
        case Rulings():
            return {
                f"ruling:{ambiguity}": {"text": ruled.text, "value": ruled.value}
                for ambiguity, ruled in state.rulings.items()
            }
        case PublishedCalendar():
            return {f"calendar:{year}": one.document for year, one in state.years.items()}
        case Organisations():
            return {
                **{
                    f"role:{organisation}/{role}": [
                        f"{one.person} {one.days}" for one in state.assignments[organisation, role]
                    ]
                    for organisation, role in state.assignments
                },
                **{
                    f"unit:{unit}": f"{end.since} {end.names}"
                    for unit, end in state.successions.items()
                },
                **{
                    f"delegation:{unit}/{organisation}": f"{one.since} – {one.until}"
                    for unit, given in state.unit_delegations.items()
                    for organisation, one in given.items()
                },
                **{
                    f"body:{one.code}": [one.name, f"{one.since} – {one.until or '…'}"]
                    for one in state.bodies.values()
                },
                **{
                    f"department:{unit}/{one.since}": [one.code, one.name, str(one.until or "…")]
                    for unit, terms in state.superiors.items()
                    for one in terms
                },
                **{
                    f"signer:{one.section}/{one.office}/{one.person}/{one.since}": (
                        f"{one.since} – {one.until or '…'}"
                    )
                    for terms in state.signers.values()
                    for one in terms
                },
                **{
                    f"section:{one.code}/{one.since}": _remit(one)
                    for terms in state.sections.values()
                    for one in terms
                },
            }
        case JurisdictionYear():
            return {
                **{f"notice:{key}": one.due.isoformat() for key, one in state.notices.items()},
                **{
                    f"parameter:{name}": [f"{since} {value}" for since, value in values]
                    for name, values in state.parameters.items()
                },
            }
    return {}


def _remit(section: Section) -> list[str]:
    """The end of a section's remit, and what it covers."""
    covered = (section.acts_as, section.budget_types, section.subjects, section.units)
    return [str(section.until or "…"), *(one for part in covered for one in sorted(part))]


def _library(state: Any) -> dict[str, Any]:
    if not isinstance(state, Indicators):
        return {}
    return {
        **{f"library:{code}": edition for code, edition in state.adopted.items()},
        **{f"ended:{code}": day.isoformat() for code, day in state.ended.items()},
    }


def filed_by(event: Event) -> Snapshot:
    """The values that an event files, field by field; empty if it is not a filing."""
    if not event.name.endswith(_FILES):
        return {}
    data = event.data()
    node = data.get("node", "")
    return {
        f"{FILED}{event.name}:{node}:{name}": value
        for name, value in data.items()
        if name not in _NOT_FILED
    }


def _late(deadlines: tuple[DeadlineRow, ...]) -> Iterator[str]:
    return (one.deadline for one in deadlines if one.state is DeadlineState.MET_LATE)


def _graded(state: Any) -> dict[str, Any]:
    if not isinstance(state, ProjectYear):
        return {}
    ending = ending_of(state)
    scores = state.evaluation.scores
    return {
        **{f"{SCORE}{source}": text(score) for source, score in scores.items()},
        "score": text(ending.score),
        "grade": ending.grade,
        "actions": list(ending.actions),
        "deduction": text(ending.deduction),
    }


def _stated(snapshot: dict[str, Any]) -> Snapshot:
    return {name: value for name, value in snapshot.items() if value not in (None, [])}
