"""Feedback of an evaluation's problems to the unit: `feedback.give`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field as Constraint

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.frozen import replace
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.rules.families.feedback import Source
from domain.shared.deadlines.due_dates import within_life
from domain.shared.rectification import asking
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.orders import Rectification
from domain.shared.rectification.places import place_in
from domain.shared.rectification.problems import SOURCE_NAMES, Problem
from domain.shared.rectification.rectifying import DAYS


class FoundProblem(Message):
    """A problem: its id, and the clause or the indicator that it is about.

    `measure` is the measure that the bureau wants; without it the unit takes its own. `rectify_by`
    is inclusive; without it the bureau's parameter `rectification.after_days` gives the day.
    """

    id: Code
    text: Text
    clause: Text | None = None
    indicator: Code | None = None
    measure: Text | None = None
    rectify_by: Day | None = None


Found = Annotated[tuple[FoundProblem, ...], Constraint(max_length=100)]


class GiveFeedback(Command, name="feedback.give", who={Role.FINANCE}):
    """Feed the problems of an evaluation back to the unit, each to be rectified and closed.

    Without problems, `opinion` says that none was found.
    """

    source: Source
    problems: Found = ()
    opinion: Text | None = None
    document: Text | None = None


class FeedbackGiven(Event, name="feedback.given", version=1):
    """The problems of an evaluation were fed back, each with its day where it has one.

    `measure_by`: the unit owes a proposal for each problem.
    """

    source: Source
    problems: Found = ()
    opinion: Annotated[Text | None, WITHHOLDABLE] = None
    document: Text | None = None
    measure_by: Literal["unit"] | None = None


def source_is_evaluated(
    loop: Loop, state: Any, act: CommandContext[GiveFeedback], _in_force: InForce
) -> Refusal | None:
    """The evaluation whose problems are fed back was reviewed."""
    if loop.is_evaluated(state, act.command.source):
        return None
    source = SOURCE_NAMES[act.command.source]
    return refusals.wrong_phase(
        f"{source}尚无结论，暂不能反馈，请待审核或登记结论后再办理。",
        "the source has no result yet: its problems are fed back after its review or finding.",
    )


def something_is_said(
    loop: Loop, state: Any, act: CommandContext[GiveFeedback], _in_force: InForce
) -> Refusal | None:
    """There are problems, or an opinion says once that there are none."""
    command = act.command
    if command.problems:
        return None
    fed_back = loop.fed_back(state)
    if fed_back.given.get(command.source) and command.source not in fed_back.owed():
        key = f"{GiveFeedback.name}:{command.source}"
        return refusals.done_already("结果反馈", "the feedback", key)
    if command.opinion is not None:
        return None
    return refusals.missing(
        "opinion",
        "没有问题的，请在 opinion 中写明反馈意见。",
        "say in `opinion` what is fed back where there is no problem.",
    )


def problems_are_new(
    loop: Loop, state: Any, act: CommandContext[GiveFeedback], _in_force: InForce
) -> Refusal | None:
    """Each problem has an id of its own, which is no day."""
    ids = [one.id for one in act.command.problems]
    known = loop.fed_back(state).problems
    taken = [one for one in ids if one in known or ids.count(one) > 1]
    if taken:
        names = "、".join(dict.fromkeys(taken))
        return refusals.invalid(
            "problems",
            f"问题编号 {names} 已使用或重复，请另编编号。",
            f"the ids {', '.join(dict.fromkeys(taken))} are taken: give each problem its own.",
        )
    days = [one for one in ids if isinstance(place_in(one), date)]
    if not days:
        return None
    return refusals.invalid(
        "problems",
        f"问题编号 {'、'.join(days)} 与监控节点日期形式相同，请另编编号。",
        f"the ids {', '.join(days)} look like monitoring nodes: give others.",
    )


def problems_say_what_they_are_about(
    loop: Loop, state: Any, act: CommandContext[GiveFeedback], _in_force: InForce
) -> Refusal | None:
    """Each problem names a clause or an approved indicator."""
    approved = set(loop.indicators(state))
    for one in act.command.problems:
        if one.clause is None and one.indicator is None:
            return refusals.missing(
                "problems",
                f"问题 {one.id} 请写明所依据的条款（clause）或所涉指标（indicator）。",
                f"problem {one.id}: give the clause or the indicator that it is about.",
            )
        if approved and one.indicator is not None and one.indicator not in approved:
            return refusals.invalid(
                "problems",
                f"问题 {one.id} 所涉指标 {one.indicator} 不在已批复的绩效目标中，请更正。",
                f"problem {one.id}: the target has no indicator {one.indicator}.",
            )
    return None


def days_can_be_met(
    loop: Loop, state: Any, act: CommandContext[GiveFeedback], _in_force: InForce
) -> Refusal | None:
    """No day for rectification is past, or beyond the years of the project."""
    for one in act.command.problems:
        if one.rectify_by is None:
            continue
        if one.rectify_by < act.day:
            return refusals.invalid(
                "problems",
                f"问题 {one.id} 的整改期限不得早于今天。",
                f"problem {one.id}: the day for rectification is in the past.",
            )
        if not within_life(one.rectify_by, loop.year(state)):
            return refusals.out_of_life("problems")
    return None


@guarded_by(
    source_is_evaluated,
    something_is_said,
    problems_are_new,
    problems_say_what_they_are_about,
    days_can_be_met,
)
def give(loop: Loop, state: Any, act: CommandContext[GiveFeedback], in_force: InForce) -> Decided:
    """Feed back; the letter to the unit has each problem with its measure and day."""
    command = act.command
    wanted = loop.fed_back(state).wanted(command.source)
    event = FeedbackGiven(
        source=command.source,
        problems=tuple(_dated(act, in_force)),
        opinion=command.opinion,
        document=command.document,
        measure_by=wanted.measure_by if wanted else None,
    )
    if wanted is None:
        return (Decision(event),)
    answer = in_force.ask(
        "feedback.required", act.effective_on, source=command.source, grade=wanted.grade
    )
    return (Decision(event, (answer,), caused_by=wanted.event_id),)


def _dated(act: CommandContext[GiveFeedback], in_force: InForce) -> Iterator[FoundProblem]:
    """The problems, each with its own day or that of the bureau's parameter."""
    days = in_force.parameter(DAYS, act.day)
    by = act.day + timedelta(days=int(days)) if days else None
    for one in act.command.problems:
        yield one if one.rectify_by else one.model_copy(update={"rectify_by": by})


def given(loop: Loop, state: Any, recorded: Recorded[FeedbackGiven]) -> Any:
    """Evolve by `feedback.given`."""
    event, fed_back = recorded.event, loop.fed_back(state)
    found = {one.id: _opened(recorded, one) for one in event.problems}
    before = fed_back.given.get(event.source, ())
    changed = replace(
        fed_back,
        given={**fed_back.given, event.source: (*before, recorded.id)},
        problems={**fed_back.problems, **found},
    )
    return loop.with_fed_back(state, changed)


def _opened(recorded: Recorded[FeedbackGiven], found: FoundProblem) -> Problem:
    return Problem(
        source=recorded.event.source,
        fed_back=recorded.id,
        text=found.text,
        order=Rectification(recorded.id, recorded.effective_on, found.rectify_by),
        measure=found.measure,
        unit_proposes=recorded.event.measure_by == "unit",
    )


def is_given(loop: Loop, state: Any, of: str) -> bool:
    """Whether the problems of a source were fed back."""
    return bool(_given(loop, state, of))


def resting_on(loop: Loop, state: Any, of: str) -> Iterator[str]:
    """The acts on the problems of the newest feedback of a source."""
    given_by = _given(loop, state, of)
    for id_, problem in loop.fed_back(state).problems.items():
        if given_by and problem.fed_back == given_by[-1] and problem.is_answered:
            yield f"rectification.report:{id_}"


def without_feedback(loop: Loop, state: Any, of: str) -> Any:
    """The newest feedback of a source is still to be given; its problems are gone."""
    fed_back = loop.fed_back(state)
    *before, gone = _given(loop, state, of)
    problems = {id_: one for id_, one in fed_back.problems.items() if one.fed_back != gone}
    left = {source: tuple(before) if source == of else by for source, by in fed_back.given.items()}
    left = {source: by for source, by in left.items() if by}
    return loop.with_fed_back(state, replace(fed_back, given=left, problems=problems))


def _given(loop: Loop, state: Any, of: str) -> tuple[UUID, ...]:
    given_by = loop.fed_back(state).given
    return next((by for source, by in given_by.items() if source == of), ())


def deciders(loop: Loop) -> Deciders:
    """The feedback, for a kind of subject."""
    return {GiveFeedback: partial(give, loop)}


def evolvers(loop: Loop) -> Evolvers:
    """The events of the feedback and of what asks for it, for a kind of subject."""
    return {FeedbackGiven: partial(given, loop), **asking.evolvers(loop)}
