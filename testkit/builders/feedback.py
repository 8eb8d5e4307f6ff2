"""Builders of feedback and rectification on units and policies: an act of each kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.kernel.message import Command
from domain.rules.families.feedback import Source
from domain.shared.rectification.following import CarryOver, Propose
from domain.shared.rectification.giving import FoundProblem, GiveFeedback
from domain.shared.rectification.rectifying import Notify, Refuse, Report
from domain.shared.rectification.reviewing import Accept, FindRefused, FindUnmet, Reject


def problem(by: date | None, id_: str = "Z1", **changes: Any) -> FoundProblem:
    """A problem about a clause, to be rectified by a day."""
    fields = {"text": "台账不全", "clause": "资金管理办法第五条", "rectify_by": by}
    return FoundProblem.model_validate({"id": id_, **fields, **changes})


def feedback(source: Source, *problems: FoundProblem) -> GiveFeedback:
    """Feed these problems back; without one, say that none was found."""
    opinion = None if problems else "未发现问题"
    return GiveFeedback(source=source, problems=problems, opinion=opinion)


def rectifying(source: Source, by: date) -> tuple[Command, ...]:
    """An act of each kind on one problem of a source, with a day that can be met."""
    of: dict[str, Any] = {"source": source, "problems": ("Z1",)}
    return (
        feedback(source, problem(by)),
        Propose(**of, measures="完善台账制度"),
        Notify(**of, reason="请加快", rectify_by=by),
        Report(**of, measures="已补记台账"),
        Refuse(**of, reason="不认可"),
        Accept(**of),
        Reject(**of, reason="未到位"),
        FindUnmet(**of, reason="逾期未整改"),
        FindRefused(**of, reason="拒不整改"),
        CarryOver(**of, reason="跨年", rectify_by=by),
    )
