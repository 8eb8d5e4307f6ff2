"""Each wait has a day, steps around it, letters, a line on the boards and an end, or says why not.

A wait without a day is never reminded of, never overdue and never escalated. So each kind of it can
be given one, by a rule or by `deadline.set`, or its reason stands in `NO_DAY`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from console.cli.render import board_words as words
from console.cli.render.problem_words import why
from domain.kernel.decider import SYSTEM
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role, start_of
from domain.shared.catalogue.entries import DeadlineEntry
from domain.shared.deadlines.deadline_acts import Calendar, PassDeadline, Passed
from domain.shared.deadlines.timers import STEP_KINDS, StepKind
from domain.shared.letters.types import About
from domain.subjects.jurisdiction_year import deadline_acts as years
from domain.subjects.jurisdiction_year.due_dates import known as known_of_year
from domain.subjects.policies import deadline_acts as policies
from domain.subjects.project_year.deadlines import deadline_acts as projects
from domain.subjects.registry import CATALOGUES, DECIDERS
from domain.subjects.unit_year import deadline_acts as units
from projections.boards.problems import Kind, Problem

NODE = date(2023, 5, 31)
CALENDARS: Mapping[SubjectKind, Calendar] = {
    SubjectKind.PROJECT_YEAR: projects.CALENDAR,
    SubjectKind.UNIT_YEAR: units.CALENDAR,
    SubjectKind.POLICY: policies.CALENDAR,
    SubjectKind.JURISDICTION_YEAR: years.CALENDAR,
}
"""The deadlines of each kind of subject that has any; `deadline.set` and the rules give days."""

NO_DAY = {
    "awaiting-ruling": "the ruling comes first; `jixiao rulings` lists what waits for it",
    "budget.approval": "the congress decides when; before that nothing is executed",
    "target.adjustment-review": "no document has a day; the project is measured by what was before",
    "key-evaluation.commission": "within the day of key-evaluation.finalisation, the bureau's own",
    "key-evaluation.report": "within the day of key-evaluation.finalisation, the bureau's own",
    "key-evaluation.views": "within the day of key-evaluation.finalisation, the bureau's own",
    "third-party.report": "within the day of the evaluation that was entrusted",
    "third-party.inspection": "an inspection is drawn for its own day",
    "signature": "the bureau's parameter signature.after_days gives it, from the last signature on",
    "disclosure": "a policy's report, an institution's rating and an exception: no text has a day",
}
"""The waits that nothing gives a day, by the beginning of their keys, with the reason."""

NO_END = {
    "awaiting-ruling": "the ruling ends it, on a subject of its own",
    "budget.approval": "the approval ends it; it has no day to be met by",
    "target.adjustment-review": "approval or return end it; it has no day to be met by",
    "exante.report": "the filing itself is judged by its day",
    "target.filing": "the filing itself is judged by its day",
    "key-evaluation": "the act itself ends it; the day is that of the finalisation",
    "third-party": "the act itself ends it; it has no day to be met by",
    "disclosure.exception": "the approval ends it; it has no day to be met by",
}
"""The waits that no entry of the catalogue says to be met, with the reason."""

NO_RULE = {
    "awaiting-ruling": "the ambiguity itself is named",
    "budget.approval": "the law of budgets, no document of this program",
    "disclosure.exception": "the artefact has the rule",
    "signature": "the bureau's own parameter, no document",
    "direct-funds.rectification": "the problem that was pushed has the rule",
    "endorsement": "the bureau's own arrangement; no clause asks for it",
}
"""The waits whose line on a board cites no rule, with the reason."""

WAITS = [
    pytest.param(kind, entry, id=f"{kind}:{entry.key}")
    for kind, catalogue in CATALOGUES.by_kind.items()
    for entry in catalogue.deadlines
]
EVERY = pytest.mark.parametrize(("kind", "entry"), WAITS)


def reason(reasons: Mapping[str, str], key: str) -> str | None:
    """The reason for a key: its own, or that of the kind that it begins with."""
    fit = (why_not for start, why_not in reasons.items() if f"{key}.".startswith(f"{start}."))
    return next(fit, None)


def keys_of(entry: DeadlineEntry) -> tuple[str, ...]:
    """A deadline as it may stand: alone, at a node, and of a problem that was fed back."""
    return entry.key, f"{entry.key}:{NODE}", f"{entry.key}:W1"


def can_have_a_day(kind: SubjectKind, entry: DeadlineEntry) -> bool:
    """Whether a notice may give it a day, to one subject or to all of them."""
    calendar = CALENDARS.get(kind)
    known = calendar.known if calendar else lambda _deadline: False
    return any(known(key) for key in keys_of(entry)) or (
        kind is SubjectKind.JURISDICTION_YEAR and any(map(known_of_year, keys_of(entry)))
    )


def passed(entry: DeadlineEntry, step: StepKind) -> Passed:
    """A step around the day of a wait."""
    return Passed(
        deadline=f"{entry.key}:{NODE}",
        step=step,
        planned=start_of(NODE),
        due=NODE,
        responsible=entry.role or Role.FINANCE,
        above="government" if step == "escalate" else None,
    )


@EVERY
def test_a_wait_can_be_given_a_day(kind: SubjectKind, entry: DeadlineEntry) -> None:
    assert can_have_a_day(kind, entry) or reason(NO_DAY, entry.key), (
        f"{entry.key} of a {kind} has no day: `known` in its deadlines, or NO_DAY says why"
    )


@EVERY
def test_a_wait_with_a_day_is_reminded_of_and_escalated(
    kind: SubjectKind, entry: DeadlineEntry
) -> None:
    assert PassDeadline in DECIDERS[kind].COMMANDS or not can_have_a_day(kind, entry)


@EVERY
def test_an_event_meets_what_is_waited_for(kind: SubjectKind, entry: DeadlineEntry) -> None:
    settled = {one.settles.deadline for one in events(kind) if one.settles}
    meets = any(f"{entry.key}.".startswith(f"{one}.") for one in settled)
    assert meets or reason(NO_END, entry.key), f"{entry.key} of a {kind}: which event settles it?"


def events(kind: SubjectKind) -> list[Any]:
    all_events = CATALOGUES.by_kind[kind].all_events()
    return [one for event in all_events for one in (event, *event.variants.values())]


@EVERY
@pytest.mark.parametrize("step", STEP_KINDS)
def test_each_step_has_a_letter_with_the_name_of_the_wait(
    kind: SubjectKind, entry: DeadlineEntry, step: StepKind
) -> None:
    event, letter = passed(entry, step), CATALOGUES.events[Passed.name].letter
    assert callable(letter)
    said = letter(event, About("652825/2023/P1", "652825", "合成项目"), CATALOGUES)
    assert said is not None
    text = "\n".join((said.matter, *said.lines))
    assert entry.name.zh in text
    assert entry.key not in text


@EVERY
@pytest.mark.parametrize("step", STEP_KINDS)
def test_each_step_has_a_line_among_the_problems(
    kind: SubjectKind, entry: DeadlineEntry, step: StepKind
) -> None:
    event = passed(entry, step)
    data = event.model_dump(mode="json")
    at = start_of(NODE)
    problem = Problem(
        Kind.OVERDUE, "652825/2023/P1", NODE, at, SYSTEM.id, "system", event.name, data
    )
    assert entry.name.zh in "\n".join(why(problem))


@EVERY
def test_a_wait_has_a_name_and_a_rule_on_the_boards(
    kind: SubjectKind, entry: DeadlineEntry
) -> None:
    assert not entry.name.zh.isascii()
    assert words.deadline(entry.key) != entry.key
    assert entry.rules or reason(NO_RULE, entry.key)


@pytest.mark.parametrize("reasons", [NO_DAY, NO_END, NO_RULE])
def test_no_reason_is_left_of_a_wait_that_is_not_there(reasons: Mapping[str, str]) -> None:
    for start in reasons:
        assert any(key == start or key.startswith(f"{start}.") for key in CATALOGUES.deadlines), (
            start
        )


def test_a_wait_that_can_be_given_a_day_needs_no_reason() -> None:
    needless = [
        entry.key
        for kind, catalogue in CATALOGUES.by_kind.items()
        if kind in {SubjectKind.PROJECT_YEAR, SubjectKind.JURISDICTION_YEAR}
        for entry in catalogue.deadlines
        if can_have_a_day(kind, entry) and entry.key in NO_DAY
    ]
    assert needless == []
