"""The bureau's own duties in a work year: the act that meets each, by the key of its deadline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.subjects.jurisdiction_year import bureau_work
from domain.subjects.jurisdiction_year.effectiveness import RecordEffectiveness
from domain.subjects.jurisdiction_year.state import JurisdictionYear

RULE = "bureau_duty.due"
"""The rule that says which duties a clause gives the bureau, and by which day."""


@dataclass(frozen=True, slots=True)
class BureauDuty:
    """A duty by its `part` of the rule, and the act that meets it.

    `is_met` tells whether the year has what the duty asks for.
    """

    part: str
    act: str
    is_met: Callable[[JurisdictionYear], bool]


def _by_record(part: str, act: str) -> BureauDuty:
    return BureauDuty(part, act, lambda state: bool(state.records.get(act)))


def _is_selected(state: JurisdictionYear) -> bool:
    """Whether as many projects are selected as planned; a first plan asked for a selection."""
    if state.plan is None or state.plan.projects is None:
        return bool(state.selections)
    return len(state.key_selected) >= state.plan.projects


def _by_work(kind: bureau_work.Work) -> BureauDuty:
    act = bureau_work.RecordWork.name
    return BureauDuty(kind, act, lambda state: bureau_work.is_recorded(state, kind))


DUTIES: Mapping[str, BureauDuty] = MappingProxyType(
    {
        "score-sheet.issuing": _by_record("score_sheet", "score-sheet.issue"),
        "key-evaluation-plan.setting": BureauDuty(
            "key_evaluation_plan", "key-evaluation-plan.set", lambda state: state.plan is not None
        ),
        "key-evaluation.selecting": BureauDuty(
            "key_evaluation_selection",
            "key-evaluation.select",
            _is_selected,
        ),
        "authenticity.drawing": BureauDuty(
            "authenticity_draw", "authenticity.draw", lambda state: state.drawn is not None
        ),
        "results-checklist.issuing": _by_record("results_checklist", "results-checklist.issue"),
        "congress.reporting": _by_record("congress_report", "congress.report"),
        "training.holding": _by_record("training", "training.record"),
        "year-end-meeting.holding": BureauDuty(
            "year_end_meeting", "review-meeting.record", lambda state: bool(state.year_end_meetings)
        ),
        "effectiveness-evaluation.holding": _by_record(
            "effectiveness_evaluation", RecordEffectiveness.name
        ),
        **{deadline: _by_work(kind) for kind, deadline in bureau_work.DEADLINES.items()},
    }
)
"""The duties by their deadlines."""

BY_ACT: Mapping[str, str] = MappingProxyType({duty.act: key for key, duty in DUTIES.items()})
"""The deadline that each act meets."""


def is_dropped(state: JurisdictionYear, deadline: str) -> bool:
    """Whether an exception dropped what a deadline asks for, named by its key or by its act."""
    duty = DUTIES.get(deadline)
    return deadline in state.dropped or (duty is not None and duty.act in state.dropped)
