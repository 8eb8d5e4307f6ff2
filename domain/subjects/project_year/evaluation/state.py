"""The state of a project's evaluation half, which is lived in the work year after its budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain.kernel.frozen import replace
from domain.rules.engine.exact import total
from domain.shared.evaluation_objects import FurtherTypes, ObjectType
from domain.shared.filings.disclosure import Disclosures
from domain.shared.filings.filing import NOT_FILED, Assessment, Filing, FilingStatus
from domain.shared.people.accountability import Accountability
from domain.shared.rectification.problems import NOTHING_FED_BACK, FedBack


@dataclass(frozen=True, slots=True)
class History:
    """The year before the system, as imported; `failed` are monitoring nodes."""

    failed: tuple[date, ...] = ()
    rectified: bool = False
    refused: bool = False
    department_evaluated_before: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection by another subject: the event that marked it here, and the selecting unit.

    For key evaluation it says the type that the object is counted as, and its further types. An
    object that belongs to no budget year is evaluated in a `work_year`.
    """

    event_id: UUID
    unit: str | None = None
    counted_as: ObjectType | None = None
    further: FurtherTypes = ()
    work_year: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The draw took the project: its check of authenticity 真实性核查 is still to come."""

    drawn: UUID


@dataclass(frozen=True, slots=True)
class Checked:
    """The check of authenticity found the self-evaluation `untrue`, or true."""

    drawn: UUID
    finding: UUID
    untrue: bool


Authenticity = Drawn | Checked
"""The check of authenticity of a project that the draw took."""


@dataclass(frozen=True, slots=True)
class KeyReport:
    """The report of a key evaluation, with the views and the panel on it.

    `score` in points of 100; `evaluated` is the amount that it evaluates, in yuan, on
    `evaluated_basis`. `panel` are the kinds of the members of the newest panel.
    """

    filing: Filing
    score: Decimal
    evaluated: Decimal | None
    evaluated_basis: Literal["evaluated", "executed"]
    views_exchanged: bool = False
    panel: tuple[str, ...] = ()

    def marked(self, status: FilingStatus) -> KeyReport:
        """The same report, its filing with another status."""
        return replace(self, filing=self.filing.marked(status))


@dataclass(frozen=True, slots=True)
class Evaluator:
    """The institution that is commissioned; `before` is the one whose place it took."""

    institution: str
    first_commissioned_on: date
    before: Evaluator | None = None


@dataclass(frozen=True, slots=True)
class KeyEvaluation:
    """The bureau's key evaluation 财政重点评价: its selection, who evaluates, the report."""

    selected: Selection | None = None
    evaluator: Evaluator | None = None
    report: KeyReport | None = None

    @property
    def institution(self) -> str | None:
        """The institution that is commissioned, if there is one."""
        return self.evaluator.institution if self.evaluator else None

    @property
    def filing(self) -> Filing | None:
        """The filing of the report."""
        return self.report.filing if self.report else None

    @property
    def finalised(self) -> bool:
        """Whether its result is final."""
        return self.report is not None and self.report.filing.status is FilingStatus.REVIEWED

    @property
    def filed(self) -> KeyReport:
        """The report that was filed; raises `ValueError` where none was."""
        if self.report is None:
            raise ValueError("no report of the key evaluation was filed")
        return self.report


@dataclass(frozen=True, slots=True)
class Findings:
    """Formal findings of audit and supervision, by the document that makes each.

    `problems` are the major problems, and `untruths` the findings outside the draw that the
    self-evaluation is untrue, each in its order. `recorded` are the documents of `finding.record`.
    """

    audits: Mapping[str, UUID] = field(default_factory=dict)
    problems: tuple[UUID, ...] = ()
    untruths: tuple[UUID, ...] = ()
    recorded: frozenset[tuple[str, UUID]] = frozenset()

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return bool(self.audits or self.problems or self.recorded)

    @property
    def major_problem(self) -> UUID | None:
        """The newest major problem, if there is one."""
        return self.problems[-1] if self.problems else None

    @property
    def untrue(self) -> UUID | None:
        """The newest finding outside the draw that the self-evaluation is untrue, if any."""
        return self.untruths[-1] if self.untruths else None


@dataclass(frozen=True, slots=True)
class FinalGrade:
    """The final grade that is open; `steps` are the steps of `grade.final` that applied.

    `later` is the newest finding after it, for which it may be reopened.
    """

    event_id: UUID
    grade: str
    score: Decimal
    source: str
    steps: tuple[str, ...]
    later: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reopened:
    """The final grade was reopened by this event; it is to be finalised again.

    `before` is the grade that was open, `proposal` the use of the result that was proposed.
    """

    event_id: UUID
    before: FinalGrade | None = None
    proposal: Proposal | None = None


Grading = FinalGrade | Reopened
"""The grading of a project that was graded at least once."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The use of a result as proposed; `deduction` in yuan, null where the rules leave it open.

    `of_department`: it is a part of what all projects of the department get. The proposal is
    `applied` once the amount of the next year was arranged by it, perhaps by an `exception`.
    """

    event_id: UUID
    planned: Decimal
    actions: tuple[str, ...]
    alternatives: bool
    in_principle: bool
    deduction: Decimal | None
    applied: bool = False
    exception: str | None = None
    of_department: bool = False


@dataclass(frozen=True, slots=True)
class ResultsUse:
    """The use of the result. Exceptions are (rule, reference).

    `granted_for` is the final grade that was open when an exception was granted, by its reference.
    `recoveries` and `clearings` are amounts in yuan, each by its document, empty without one.
    """

    proposal: Proposal | None = None
    recoveries: tuple[tuple[str, Decimal], ...] = ()
    clearings: tuple[tuple[str, Decimal], ...] = ()
    exceptions: frozenset[tuple[str, str]] = frozenset()
    granted_for: Mapping[str, UUID] = field(default_factory=dict)
    accountability: Accountability = field(default_factory=Accountability)

    @property
    def recovered(self) -> Decimal:
        """The sum of the amounts that were recovered."""
        return total(amount for _, amount in self.recoveries)

    @property
    def cleared(self) -> Decimal:
        """The sum of the amounts that were cleared."""
        return total(amount for _, amount in self.clearings)


@dataclass(frozen=True)  # without slots, so that `domain.kernel.frozen` copies it at once
class Evaluation:
    """The evaluation half; `opened` once the work year after the budget year began."""

    opened: bool = False
    history: History | None = None
    itself: Assessment = NOT_FILED
    selected: Selection | None = None
    department: Assessment = NOT_FILED
    authenticity: Authenticity | None = None
    key: KeyEvaluation = field(default_factory=KeyEvaluation)
    findings: Findings = field(default_factory=Findings)
    grading: Grading | None = None
    results: ResultsUse = field(default_factory=ResultsUse)
    disclosures: Disclosures = field(default_factory=Disclosures)
    fed_back: FedBack = NOTHING_FED_BACK

    def found(self, event_id: UUID) -> Evaluation:
        """Note what was found: where a grade is open, it may be reopened for it."""
        final = self.final
        return self if final is None else replace(self, grading=replace(final, later=event_id))

    @property
    def untruth(self) -> UUID | None:
        """The finding that the self-evaluation is untrue, in the draw or outside it."""
        check = self.authenticity
        drawn = check.finding if isinstance(check, Checked) and check.untrue else None
        return drawn or self.findings.untrue

    @property
    def untrue(self) -> bool:
        """Whether the self-evaluation was found untrue."""
        return self.untruth is not None

    @property
    def final(self) -> FinalGrade | None:
        """The final grade that is open, if any."""
        return self.grading if isinstance(self.grading, FinalGrade) else None

    @property
    def scores(self) -> dict[str, Decimal]:
        """The scores that stand reviewed, by the source that `grade.score_source` knows."""
        given = {
            "self": self.itself.score if self.itself.reviewed else None,
            "department": self.department.score if self.department.reviewed else None,
            "finance": self.key.filed.score if self.key.finalised else None,
        }
        return {source: score for source, score in given.items() if score is not None}


UNTOUCHED = Evaluation()
"""The evaluation half of a project that nothing was recorded of yet."""
