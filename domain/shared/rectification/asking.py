"""The feedback that the rules ask for after an evaluation, with its day by the bureau's parameter.

Where no rule asks for it, feedback is offered and nothing waits for it.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Annotated, Any, Literal

from domain.kernel.decider import SYSTEM, CommandContext, Decision, Evolvers, InForce, Recorded
from domain.kernel.frozen import replace
from domain.kernel.message import ADDED, Event
from domain.kernel.vocabulary import Day, Text
from domain.rules.families.feedback import Source
from domain.shared.rectification.loop import Loop, S
from domain.shared.rectification.problems import Asked, FedBack

DAYS = "feedback.after_days"
"""The bureau's parameter: the days after an evaluation within which problems are fed back."""


class FeedbackAsked(Event, name="feedback.asked", version=2):
    """The rules ask for the feedback of a source; `due` is inclusive, null without a day.

    `grade` is that of the result, where it has one. `measure_by`: who proposes the measures, where
    the rules say it. `again`: an earlier question for the same feedback is still open.
    """

    source: Source
    grade: Text | None = None
    measure_by: Literal["unit"] | None = None
    due: Day | None = None
    again: Annotated[bool | None, ADDED] = None


def asked_after(
    fed_back: FedBack,
    act: CommandContext[Any],
    in_force: InForce,
    source: Source,
    grade: str | None,
    since: int = 1,
) -> tuple[Decision[FeedbackAsked], ...]:
    """The feedback that is asked for once an evaluation is reviewed; none where it was given.

    A finding of audit or of a check is asked for again: each may have problems of its own. An act
    of a version before `since` asks for nothing: it stays decided as it was.
    """
    if act.version < since:
        return ()
    if fed_back.given.get(source) and source != "audit_finding":
        return ()
    answer = in_force.ask("feedback.required", act.effective_on, source=source, grade=grade)
    if not answer.stated:
        return ()
    days = in_force.parameter(DAYS, act.day)
    event = FeedbackAsked(
        source=source,
        grade=grade,
        measure_by=answer.outcome["measure_by"],
        due=act.day + timedelta(days=int(days)) if days else None,
        again=True if source in fed_back.owed() else None,
    )
    return (Decision(event, (answer,), cause=0, actor=SYSTEM),)


def asked(loop: Loop, state: Any, recorded: Recorded[FeedbackAsked]) -> Any:
    """Evolve by `feedback.asked`."""
    event, fed_back = recorded.event, loop.fed_back(state)
    after = len(fed_back.given.get(event.source, ()))
    wanted = Asked(recorded.id, event.grade, event.measure_by, event.due, after)
    before = fed_back.asked.get(event.source, ())
    asked_for = {**fed_back.asked, event.source: (*before, wanted)}
    return loop.with_fed_back(state, replace(fed_back, asked=asked_for))


def without_asked(loop: Loop, state: S, source: Source) -> S:
    """The state in which no feedback of a source is owed: what asked for it was taken back."""
    unasked: S = loop.with_fed_back(state, loop.fed_back(state).without_asked(source))
    return unasked


def evolvers(loop: Loop) -> Evolvers:
    """The event that asks, for a kind of subject."""
    return {FeedbackAsked: partial(asked, loop)}
