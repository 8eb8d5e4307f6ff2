"""The final grade: the score that counts, then the ordered chain of caps, forced grade and veto."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.answer import Answer
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
from domain.kernel.policies import for_new_acts, from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Day, Points, Role, Text
from domain.shared.filings.amounts import Remarks
from domain.shared.filings.grading import GradeId
from domain.subjects.project_year.evaluation.state import (
    Evaluation,
    FinalGrade,
    Reopened,
)
from domain.subjects.project_year.monitoring.outcome import Monitored, assumed_of, monitored_of
from domain.subjects.project_year.results.flags import flags_of, named
from domain.subjects.project_year.results.grade_policies import (
    failed_rounds_are_found,
    grade_is_open,
    no_grade_is_open,
    nothing_waits_at_the_bureau,
    results_are_reviewed,
    score_is_reviewed,
    something_was_found_since,
)
from domain.subjects.project_year.results.open_grade import open_grade
from domain.subjects.project_year.state import ProjectYear

Source = Literal["self", "department", "finance"]
StepId = Literal["band", "monitoring_cap", "audit_cap", "major_problem", "veto"]


class FinaliseGrade(Command, name="grade.finalise", who={Role.FINANCE}, version=2):
    """Finalise the grade by the rules; no person chooses it.

    Where failed monitoring rounds may cap it, each of them needs a finding of the bureau first.
    """


class ReopenGrade(Command, name="grade.reopen", who={Role.FINANCE}):
    """Reopen the final grade because of a later finding, with the reason."""

    reason: Text


class ChainStep(Message):
    """A step of `grade.final` that applied: the grade before (null at the band) and after it."""

    step: StepId
    before: GradeId | None = None
    after: GradeId
    clause: Text


class GradeFinalised(Event, name="grade.finalised", version=2):
    """The final grade: by the score of `source` (of all `scores`) and the steps that applied.

    `failed_reviews` are the failed rounds that count for the cap. `lapsed` are further ones that do
    not, null if there are none: the bureau sent no notice of rectification in them. They flag the
    grade.
    """

    grade: GradeId
    score: Points
    source: Source
    scores: dict[str, Points]
    chain: Annotated[tuple[ChainStep, ...], Field(min_length=1)]
    failed_reviews: tuple[Day, ...] = ()
    lapsed: tuple[Day, ...] | None = None
    rectified: bool
    refused: bool
    audit_findings: int
    major_problem: bool
    untrue_self_evaluation: bool


class GradeReopened(Event, name="grade.reopened", version=1):
    """The final grade was reopened: it is finalised again."""

    grade: GradeId
    reason: Annotated[Text, WITHHOLDABLE]


@guarded_by(
    no_grade_is_open,
    nothing_waits_at_the_bureau,
    score_is_reviewed,
    for_new_acts(results_are_reviewed),
    from_version(2, failed_rounds_are_found),
)
def finalise(state: ProjectYear, act: CommandContext[FinaliseGrade], in_force: InForce) -> Decided:
    """Ask `grade.score_source` and `grade.final` once nothing waits at the bureau itself."""
    evaluation = state.evaluation
    scores = evaluation.scores
    which = in_force.ask("grade.score_source", act.effective_on, available=sorted(scores))
    source = _source(which, scores)
    if source is None:
        return _ungraded(which)
    monitored = (monitored_of if act.version >= FinaliseGrade.version else assumed_of)(state)
    answer = _ask_final(state, act, in_force, scores[source], monitored)
    if answer.reason == "not_stated":
        return _ungraded(answer)
    if not answer.stated:
        return refusals.needs_ruling(answer)
    event = _finalised(state, answer, source, monitored)
    cause = _cause(evaluation, event)
    return (Decision(event, (which, answer), caused_by=cause, remarks=_remarks(event)),)


def _remarks(event: GradeFinalised) -> Remarks:
    """What was found and changed nothing by the rules in force, for those who read the receipt."""
    flags = flags_of(vars(event), (one.step for one in event.chain))
    if not flags:
        return ()
    zh = f"本项目{named(flags)}，依现行规定未影响评价等次，已作标记"
    return ((zh, f"found and without effect on the grade, so flagged: {', '.join(flags)}"),)


def _source(answer: Answer, scores: dict[str, Decimal]) -> Source | None:
    """The score that counts; if the rules do not say which, there must be only one score."""
    named: Source | None = answer.outcome
    if answer.stated or len(scores) > 1:
        return named
    only: Source | None = next((one for one in _SOURCES if one in scores), None)
    return only


_SOURCES: tuple[Source, ...] = ("self", "department", "finance")


def _ungraded(answer: Answer) -> Refusal:
    if answer.reason == "needs_ruling":
        return refusals.needs_ruling(answer)
    return refusals.gate_not_met(
        f"规则未规定 {answer.rule}，无法评定等次，请先采用含该规则的规则包（pack.adopt）。",
        f"{answer.rule} is not stated: adopt a pack that states it (pack.adopt) to grade.",
        answer,
    )


def _ask_final(
    state: ProjectYear,
    act: CommandContext[Any],
    in_force: InForce,
    score: Decimal,
    monitored: Monitored,
) -> Answer:
    evaluation = state.evaluation
    return in_force.ask(
        "grade.final",
        act.effective_on,
        score=f"{score:f}",
        failed_reviews=[node.isoformat() for node in monitored.failed],
        rectified=monitored.rectified,
        refused=monitored.refused,
        audit_findings=len(evaluation.findings.audits),
        major_problem=evaluation.findings.major_problem is not None,
        untrue_self_evaluation=evaluation.untrue,
    )


def grade_today(state: ProjectYear, act: CommandContext[Any], in_force: InForce) -> Answer | None:
    """The answer of `grade.final` to what is known now, or none where it gives no grade."""
    scores = state.evaluation.scores
    which = in_force.ask("grade.score_source", act.effective_on, available=sorted(scores))
    source = _source(which, scores)
    if source is None:
        return None
    answer = _ask_final(state, act, in_force, scores[source], monitored_of(state))
    return answer if answer.stated else None


def _finalised(
    state: ProjectYear, answer: Answer, source: Source, monitored: Monitored
) -> GradeFinalised:
    outcome = answer.outcome
    return GradeFinalised(
        grade=outcome["grade"],
        score=outcome["score"],
        source=source,
        scores=state.evaluation.scores,
        chain=tuple(
            ChainStep(step=one["step"], before=one["from"], after=one["to"], clause=one["clause"])
            for one in outcome["chain"]
        ),
        failed_reviews=monitored.failed,
        lapsed=monitored.lapsed or None,
        rectified=monitored.rectified,
        refused=monitored.refused,
        audit_findings=answer.input["audit_findings"],
        major_problem=answer.input["major_problem"],
        untrue_self_evaluation=answer.input["untrue_self_evaluation"],
    )


def _cause(evaluation: Evaluation, event: GradeFinalised) -> UUID | None:
    """The finding that the chain's last step rests on, else what the grade was reopened for."""
    audits = tuple(evaluation.findings.audits.values())
    causes = {
        "veto": evaluation.untruth,
        "major_problem": evaluation.findings.major_problem,
        "audit_cap": audits[-1] if audits else None,
    }
    last = event.chain[-1].step
    reopened = evaluation.grading
    return causes.get(last) or (reopened.event_id if isinstance(reopened, Reopened) else None)


@guarded_by(grade_is_open, something_was_found_since)
def reopen(state: ProjectYear, act: CommandContext[ReopenGrade], _in_force: InForce) -> Decided:
    """Reopen a grade after which something was found (AMB-21)."""
    final = open_grade(state)
    event = GradeReopened(grade=final.grade, reason=act.command.reason)
    return (Decision(event, caused_by=final.later),)


def grade_finalised(state: ProjectYear, recorded: Recorded[GradeFinalised]) -> ProjectYear:
    """Evolve by `grade.finalised`: this is now the only final grade."""
    event = recorded.event
    final = FinalGrade(
        recorded.id,
        event.grade,
        event.score,
        event.source,
        tuple(one.step for one in event.chain),
    )
    return state.evaluated(grading=final)


def grade_reopened(state: ProjectYear, recorded: Recorded[GradeReopened]) -> ProjectYear:
    """Evolve by `grade.reopened`: the use of the old grade is proposed again."""
    evaluation = state.evaluation
    reopened = Reopened(recorded.id, evaluation.final, evaluation.results.proposal)
    results = replace(evaluation.results, proposal=None)
    return state.evaluated(grading=reopened, results=results)


DECIDE: Deciders = {FinaliseGrade: finalise, ReopenGrade: reopen}
EVOLVE: Evolvers = {GradeFinalised: grade_finalised, GradeReopened: grade_reopened}
