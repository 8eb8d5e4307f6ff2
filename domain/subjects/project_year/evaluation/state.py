"""The state of a project's evaluation half, which is lived in the work year after its budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain.kernel.frozen import replace
from domain.shared.filings.disclosure import Disclosures
from domain.shared.filings.filing import Assessed, Filing, is_reviewed


@dataclass(frozen=True, slots=True)
class History:
    """What imported history says of the year before the system; `failed` are monitoring nodes."""

    failed: tuple[date, ...] = ()
    rectified: bool = False
    refused: bool = False
    department_evaluated_before: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection by another subject: the event that marked it here, and the selecting unit."""

    event_id: UUID
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Authenticity:
    """The check of authenticity 真实性核查, once it is drawn."""

    drawn: UUID | None = None
    finding: UUID | None = None
    untrue: bool = False


@dataclass(frozen=True, slots=True)
class KeyEvaluation:
    """The bureau's key evaluation 财政重点评价; `evaluated` is the amount evaluated, in yuan.

    `panel_passed` is null until a panel met on the report that stands.
    """

    selected: Selection | None = None
    institution: str | None = None
    report: Filing | None = None
    score: Decimal | None = None
    evaluated: Decimal | None = None
    evaluated_basis: Literal["evaluated", "executed"] = "executed"
    views_exchanged: bool = False
    panel: tuple[str, ...] = ()
    panel_passed: bool | None = None

    @property
    def finalised(self) -> bool:
        """Whether its result is final."""
        return is_reviewed(self.report)


@dataclass(frozen=True, slots=True)
class Findings:
    """Formal findings by the document that makes each, and the newest major problem."""

    audits: Mapping[str, UUID] = field(default_factory=dict)
    major_problem: UUID | None = None


@dataclass(frozen=True, slots=True)
class FinalGrade:
    """The final grade that is open; `steps` are those of `grade.final` that held."""

    event_id: UUID
    grade: str
    score: Decimal
    source: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grading:
    """The one final grade that is open, if any, and what was found after it."""

    final: FinalGrade | None = None
    later: UUID | None = None
    reopened: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The use of a result as proposed; `deduction` in yuan, null where the rules leave it open."""

    event_id: UUID
    planned: Decimal
    actions: tuple[str, ...]
    alternatives: bool
    in_principle: bool
    deduction: Decimal | None


@dataclass(frozen=True, slots=True)
class ResultsUse:
    """The use of the result; amounts in yuan. Exceptions are (rule, reference)."""

    proposal: Proposal | None = None
    applied: bool = False
    recovered: Decimal = Decimal(0)
    cleared: Decimal = Decimal(0)
    exceptions: frozenset[tuple[str, str]] = frozenset()
    accountability: UUID | None = None


@dataclass(frozen=True)  # without slots, so that `domain.kernel.frozen` copies it at once
class Evaluation:
    """The evaluation half; `opened` once the work year after the budget year began."""

    opened: bool = False
    history: History | None = None
    itself: Assessed = field(default_factory=Assessed)
    selected: Selection | None = None
    department: Assessed = field(default_factory=Assessed)
    authenticity: Authenticity = field(default_factory=Authenticity)
    key: KeyEvaluation = field(default_factory=KeyEvaluation)
    findings: Findings = field(default_factory=Findings)
    grading: Grading = field(default_factory=Grading)
    results: ResultsUse = field(default_factory=ResultsUse)
    disclosures: Disclosures = field(default_factory=Disclosures)

    def found(self, event_id: UUID) -> Evaluation:
        """Note what was found: where a grade is open, it may be reopened for it."""
        if self.grading.final is None:
            return self
        return replace(self, grading=replace(self.grading, later=event_id))

    @property
    def scores(self) -> dict[str, Decimal]:
        """The scores that stand reviewed, by the source that `grade.score_source` knows."""
        given = {
            "self": self.itself.score if self.itself.reviewed else None,
            "department": self.department.score if self.department.reviewed else None,
            "finance": self.key.score if self.key.finalised else None,
        }
        return {source: score for source, score in given.items() if score is not None}


UNTOUCHED = Evaluation()
"""The evaluation half of a project that nothing was recorded of yet."""
