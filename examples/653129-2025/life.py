"""The usual life of a project, act by act; a story says when, by whom and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from acts import (
    PORTALS,
    Act,
    act,
    budget,
    bureau,
    congress,
    evaluation,
    filer,
    filer_as_reviewer,
    targets,
)
from acts import monitoring as reviewer
from preparation import indicators, reached
from projects import PROJECTS

_PORTAL = "government_portal"
MAY, AUGUST = "2025-05-31", "2025-08-31"
SELF_REVIEWED, GRADED = "2026-05-14", "2026-07-06"


@dataclass(frozen=True)
class Life:
    """A project's acts."""

    code: str

    def act(self, on: str, actor: Act, command: str, **fields: Any) -> Act:
        """Any act on the project."""
        return act(on, actor, command, PROJECTS[self.code].subject, **fields)

    @property
    def unit(self) -> Act:
        """The person who files for the project's unit."""
        return filer(PROJECTS[self.code].unit)

    @property
    def amount(self) -> int:
        """The project's amount, in yuan."""
        return PROJECTS[self.code].amount

    def admitted(self, on: str = "2025-01-10") -> Act:
        """Into the library."""
        return self.act(on, targets(), "library.admit")

    def target_filed(self, on: str = "2025-01-12") -> Act:
        """A target of 90 points by indicators and 10 for execution."""
        fields = {"amount": str(self.amount), "indicators": indicators(10)}
        return self.act(on, self.unit, "target.file", execution_points="10", **fields)

    def target_approved(self, on: str = "2025-01-15") -> Act:
        """The target is approved."""
        return self.act(on, targets(), "target.approve")

    def budget_approved(self, on: str = "2025-01-20") -> Act:
        """The budget: of the year by the congress, in the year by the bureau."""
        approver = bureau("fin-03") if PROJECTS[self.code].mid_year else congress()
        fields = {"amount": str(self.amount), "document": "合成预算批复（示例）"}
        return self.act(on, approver, "budget.approve", **fields)

    def prepared(self) -> Iterator[Act]:
        """From the library to the budget, in January."""
        yield self.admitted()
        yield self.target_filed()
        yield self.target_approved()
        yield self.budget_approved()

    def published(self, on: str, artefact: str) -> Act:
        """The unit publishes."""
        where = {"channel": PORTALS[_PORTAL], "medium": _PORTAL, "address": "合成网址（示例）"}
        fields = {"artefact": artefact, "published_on": on}
        return self.act(on, self.unit, "disclosure.publish", **fields, **where)

    def result(self, execution: int, completion: str) -> dict[str, Any]:
        """What a monitoring result says: execution and completion in percent."""
        executed = Decimal(self.amount) * execution / 100
        return {"executed": f"{executed:f}", "indicators": reached(indicators(10), completion)}

    def filed(
        self, on: str, node: str, execution: int, completion: str, by: Act | None = None
    ) -> Act:
        """A monitoring result, by the unit's own person where nobody is named."""
        fields = {"node": node, **self.result(execution, completion)}
        return self.act(on, by or self.unit, "monitoring.file-result", **fields)

    def reviewed(self, on: str, node: str, score: str, *, own: bool = False, **fields: str) -> Act:
        """The review of a result; `own` by the person who filed it."""
        by = filer_as_reviewer(PROJECTS[self.code].unit) if own else reviewer()
        return self.act(on, by, "monitoring.review", node=node, score=score, **fields)

    def rectified(self, on: str, accepted: str, node: str) -> Iterator[Act]:
        """A rectification is reported and accepted."""
        measures = "已调整实施计划（示例）。"
        yield self.act(on, self.unit, "rectification.report", node=node, measures=measures)
        yield self.act(accepted, reviewer(), "rectification.accept", node=node)

    def refuses(self, on: str, node: str) -> Act:
        """The unit refuses to rectify."""
        reason = "认为目标设置不当（示例）。"
        return self.act(on, self.unit, "rectification.refuse", node=node, reason=reason)

    def found_unmet(self, on: str, node: str) -> Act:
        """The bureau finds that nothing was rectified."""
        reason = "期限已过，未提交整改报告（示例）。"
        return self.act(on, reviewer(), "rectification.find-unmet", node=node, reason=reason)

    def found_refused(self, on: str, node: str) -> Act:
        """The bureau finds that the unit refuses to rectify."""
        reason = "期限已过，单位书面拒绝整改（示例）。"
        return self.act(on, reviewer(), "rectification.find-refused", node=node, reason=reason)

    def self_evaluated(self, on: str, reached: int = 95) -> Act:
        """The self-evaluation form: all executed, each indicator reached so far, in percent."""
        measured = [
            {name: one[name] for name in ("id", "indicator_class", "relation", "target", "points")}
            | {"actual": f"{Decimal(one['target']) * reached / 100:f}"}
            for one in indicators(10)
        ]
        fields = {"budget": str(self.amount), "executed": str(self.amount)}
        basis = "adjusted" if PROJECTS[self.code].mid_year else "initial"
        document = "合成项目支出绩效自评表（示例）"
        return self.act(
            on,
            self.unit,
            "self-evaluation.file",
            **fields,
            budget_basis=basis,
            indicators=measured,
            document=document,
        )

    def self_reviewed(self, on: str = SELF_REVIEWED) -> Act:
        """The self-evaluation is reviewed."""
        return self.act(on, evaluation(), "self-evaluation.review")

    def graded(self, on: str = GRADED) -> Act:
        """The final grade, by the rules."""
        return self.act(on, evaluation(), "grade.finalise")

    def proposed(self, on: str = "2026-07-10") -> Act:
        """What the result leads to in the next budget."""
        fields = {"planned": str(self.amount), "targets_met": True}
        return self.act(on, budget(), "results.propose", **fields)

    def applied(self, amount: int, on: str = "2026-07-20") -> Act:
        """The amount arranged for the next year, in yuan."""
        return self.act(on, budget(), "results.apply", amount=str(amount))

    def evaluated(self, filed: str = "2026-03-20", reached: int = 95) -> Iterator[Act]:
        """From the self-evaluation to the final grade."""
        yield self.self_evaluated(filed, reached)
        yield self.self_reviewed()
        yield self.graded()
