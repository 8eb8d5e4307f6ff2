"""The year's monitoring scores as a basis of later decisions on money (JS-035).

They stand beside the decision, with their clause. No amount is computed from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from domain.kernel.answer import Answer
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.message import Message
from domain.kernel.vocabulary import Day, Points
from domain.subjects.project_year.monitoring.state import Reviewed, Round, Skipped
from domain.subjects.project_year.state import ProjectYear

RULE = "monitoring.score_use"

Use = Literal["budget_adjustment", "next_year_budget"]

USES: Mapping[Use, str] = {
    "budget_adjustment": "预算调整",
    "next_year_budget": "下一年度预算安排",
}
"""What the scores are a reference for, in the words of JS-035."""


class RoundScore(Message):
    """The review of one round: `score` in points, null where the review gave none.

    `failed` is null where no rule says it. A round that is not `reviewed` has neither.
    """

    node: Day
    score: Points | None = None
    failed: bool | None = None
    reviewed: bool = True


RoundScores = tuple[RoundScore, ...]


def basis_for(
    use: Use, state: ProjectYear, act: CommandContext[Any], in_force: InForce
) -> tuple[RoundScores | None, tuple[Answer, ...]]:
    """The scores that an act shows, and the answer that asks for them; null and none without it."""
    answer = in_force.ask(RULE, act.effective_on)
    if not answer.stated or use not in answer.outcome:
        return None, ()
    return tuple(_scores(state)), (answer,)


def _scores(state: ProjectYear) -> Iterator[RoundScore]:
    """What the log has of each round of the year, imported history first."""
    history = state.evaluation.history
    for node in history.failed if history else ():
        yield RoundScore(node=node, failed=True)
    for current in sorted(state.rounds.values(), key=lambda one: one.node):
        if not isinstance(current, Skipped):
            yield _score(current)


def _score(current: Round) -> RoundScore:
    if not isinstance(current, Reviewed):
        return RoundScore(node=current.node, reviewed=False)
    return RoundScore(node=current.node, score=current.score, failed=current.failed)


def told(scores: RoundScores | None, use: Use) -> tuple[tuple[str, str], ...]:
    """The remark that shows the scores to the bureau, in Chinese and English."""
    if scores is None:
        return ()
    lines = [line_of(one.model_dump(mode="json")) for one in scores]
    zh = "；".join(one for one, _ in lines) or "本年没有监控评分"
    en = "; ".join(one for _, one in lines) or "no monitoring score this year"
    asked = use.replace("_", " ")
    return ((f"{USES[use]}参考绩效监控评分：{zh}", f"scores as a reference for {asked}: {en}"),)


def line_of(score: Mapping[str, Any]) -> tuple[str, str]:
    """One round in Chinese and English, by the fields of `RoundScore` as JSON values."""
    node, points = score["node"], score.get("score")
    if not score.get("reviewed", True):
        return f"{node} 监控结果未审核", f"{node} not reviewed"
    said = [("未评分", "no score") if points is None else (f"{points} 分", f"{points}")]
    said += _verdict(score.get("failed"))
    return f"{node} {'，'.join(zh for zh, _ in said)}", f"{node} {', '.join(en for _, en in said)}"


def _verdict(failed: bool | None) -> tuple[tuple[str, str], ...]:
    if failed is None:
        return ()
    return (("不合格", "failed"),) if failed else (("合格", "passed"),)
