"""What people do in the bad year, and what has to come of each: one row for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from projections.boards.problems import Kind

MAY, AUGUST = "2025-05-31", "2025-08-31"


@dataclass(frozen=True)
class Refused:
    """A misdeed that is refused: what, of which subject, when, for what, by which clauses."""

    what: str
    subject: str
    on: str
    command: str
    code: str
    clauses: tuple[str, ...] = ()


REFUSED = (
    Refused("order: budget first", "P01", "2025-01-08", "budget.approve", "wrong-phase"),
    Refused("corrected late", "P01", "2025-09-12", "correct", "already-reviewed"),
    Refused(
        "not procured",
        "P01",
        "2026-05-20",
        "key-evaluation.commission",
        "missing-field",
        ("JS-067",),
    ),
    Refused(
        "no deputy",
        "P01",
        "2026-07-03",
        "key-evaluation.panel-review",
        "gate-not-met",
        ("JS-068",),
    ),
    Refused("filed twice", "P02", "2025-06-08", "monitoring.file-result", "duplicate"),
    Refused("other unit", "P03", "2025-06-05", "monitoring.file-result", "wrong-organisation"),
    Refused("order: review first", "P04", "2025-06-03", "monitoring.review", "wrong-phase"),
    Refused("own filing", "P04", "2025-06-12", "monitoring.review", "reviewer-is-filer"),
    Refused("order: year not over", "P04", "2025-06-20", "self-evaluation.file", "wrong-phase"),
    Refused("order: not reviewed", "P04", "2026-04-08", "grade.finalise", "wrong-phase"),
    Refused("order: day not past", "P05", "2025-06-28", "rectification.find-unmet", "wrong-phase"),
    Refused("nothing found yet", "P06", "2026-07-08", "grade.reopen", "wrong-phase"),
    Refused(
        "a refusal is not found yet",
        "P07",
        "2026-07-06",
        "grade.finalise",
        "gate-not-met",
        ("JS-056",),
    ),
    Refused("before its round", "P08", "2025-07-25", "monitoring.file-result", "wrong-phase"),
    Refused("deduction unruled", "P08", "2026-07-20", "results.apply", "needs-ruling"),
    Refused(
        "target not adjusted", "P09", "2025-01-20", "budget.approve", "gate-not-met", ("JS-052",)
    ),
    Refused("withdrawn", "P10", "2025-06-23", "monitoring.review", "wrong-phase"),
    Refused(
        "no ex-ante report",
        "P11",
        "2025-01-10",
        "library.admit",
        "gate-not-met",
        ("JS-050", "JS-098"),
    ),
    Refused("not in the library", "P11", "2025-01-12", "target.file", "wrong-phase"),
    Refused("not in the library", "P11", "2025-01-20", "budget.approve", "wrong-phase"),
    Refused(
        "delegation ended",
        "P12",
        "2025-09-05",
        "monitoring.file-result",
        "delegation-not-in-force",
    ),
    Refused(
        "below the minimum",
        "U04",
        "2026-04-10",
        "department-evaluation.select",
        "gate-not-met",
        ("JS-059",),
    ),
    Refused(
        "budget not covered",
        "2026",
        "2026-05-08",
        "key-evaluation-plan.set",
        "gate-not-met",
        ("JS-065",),
    ),
    Refused(
        "ratio unruled", "2026", "2026-06-10", "authenticity.draw", "needs-ruling", ("JS-074",)
    ),
    Refused("year not over", "2026", "2026-07-31", "year.close", "wrong-phase"),
)

FOUND: list[tuple[Kind, str, str, str, tuple[str, ...]]] = [
    (Kind.LATE, "P02", "2025-06-08", "monitoring.result-filed", ("JS-054",)),
    (Kind.LATE, "P12", "2025-09-08", "monitoring.result-filed", ("JS-054",)),
    (Kind.LATE, "P07", "2026-04-01", "self-evaluation.filed", ("JS-057",)),
    (Kind.LATE, "P04", "2026-05-01", "department-evaluation.report-filed", ("JS-058",)),
    (Kind.LATE, "U05", "2025-03-01", "overall-target.filed", ("JS-079",)),
    (Kind.OVERDUE, "P02", "2025-06-08", "deadline.passed", ("JS-054",)),
    (Kind.OVERDUE, "P03", "2026-04-01", "deadline.passed", ("JS-057",)),
    (Kind.ESCALATION, "P03", "2026-04-04", "deadline.passed", ("JS-057",)),
    (Kind.OVERDUE, "P05", "2025-06-29", "deadline.passed", ("JS-037",)),
    (Kind.ESCALATION, "P05", "2025-07-02", "deadline.passed", ("JS-037",)),
    (Kind.ESCALATION, "P05", "2025-10-02", "deadline.passed", ("JS-037",)),
    (Kind.ESCALATION, "U04", "2026-05-04", "deadline.passed", ("JS-058",)),
    (Kind.ESCALATION, "U05", "2026-05-04", "deadline.passed", ("JS-080",)),
    (Kind.RECTIFICATION, "P01", "2025-06-12", "rectification.notified", ("JS-037",)),
    (Kind.RECTIFICATION, "P03", "2025-06-12", "rectification.notified", ("JS-037",)),
    (Kind.RECTIFICATION, "P05", "2025-07-03", "rectification.unmet-found", ("JS-037",)),
    (Kind.RECTIFICATION, "P05", "2025-10-10", "rectification.unmet-found", ("JS-037",)),
    (Kind.RECTIFICATION, "P06", "2025-06-23", "rectification.accepted", ("JS-037",)),
    (Kind.RECTIFICATION, "P06", "2025-09-19", "rectification.rejected", ("JS-037",)),
    (Kind.RECTIFICATION, "P06", "2025-09-26", "rectification.accepted", ("JS-037",)),
    (Kind.RECTIFICATION, "P07", "2025-06-20", "rectification.refused", ("JS-037",)),
    (Kind.RECTIFICATION, "P07", "2025-09-22", "rectification.refused", ("JS-037",)),
    (Kind.RECTIFICATION, "P07", "2025-07-03", "rectification.refusal-found", ("JS-037",)),
    (Kind.RECTIFICATION, "P07", "2026-07-07", "rectification.refusal-found", ("JS-037",)),
    (Kind.CORRECTION, "P01", "2025-09-05", "filing.withdrawn", ()),
    (Kind.EXTENSION, "P04", "2025-09-04", "deadline.extended", ("JS-054",)),
    (Kind.RETURN, "P09", "2025-01-15", "target.returned", ("JS-052",)),
    (Kind.WITHDRAWAL, "P10", "2025-06-20", "project.withdrawn", ()),
    (Kind.FINDING, "P02", "2026-06-24", "authenticity.finding-recorded", ("JS-074",)),
    (Kind.FINDING, "P06", "2026-07-14", "audit.finding-recorded", ()),
    (Kind.CAP, "P05", "2026-07-06", "monitoring_cap", ("JS-056",)),
    (Kind.CAP, "P07", "2026-07-08", "monitoring_cap", ("JS-056",)),
    (Kind.CAP, "P06", "2026-07-17", "audit_cap", ("JS-072",)),
    (Kind.VETO, "P02", "2026-07-06", "veto", ("JS-075",)),
    (Kind.REOPENING, "P06", "2026-07-16", "grade.reopened", ()),
    (Kind.RECOVERY, "P02", "2026-07-14", "funds.recovered", ("JS-075",)),
    (Kind.ACCOUNTABILITY, "P02", "2026-07-15", "accountability.proposed", ("JS-075",)),
    (Kind.ACCOUNTABILITY, "P02", "2026-07-24", "accountability.recorded", ("JS-075",)),
]
"""What is found or put right: kind, subject, day, event (or step of the grade), clauses."""

BOUNDARIES: list[tuple[str, str, str, str, Any]] = [
    ("P01", "monitoring.result-filed", MAY, "late", False),
    ("P02", "monitoring.result-filed", MAY, "late", True),
    ("P04", "monitoring.result-filed", AUGUST, "late", False),
    ("P01", "monitoring.reviewed", MAY, "reasons", ["deviation"]),
    ("P02", "monitoring.reviewed", MAY, "rectify", False),
    ("P03", "monitoring.reviewed", MAY, "reasons", ["score"]),
    ("P03", "monitoring.reviewed", MAY, "failed", True),
    ("P04", "monitoring.reviewed", MAY, "rectify", False),
    ("P04", "monitoring.reviewed", MAY, "failed", False),
]
"""The 7th and the 8th; the last day of an extension; 20 and 19.99 points; 59.99 and 60."""

GRADES = {
    "P01": ["excellent"],
    "P02": ["poor"],
    "P04": ["excellent"],
    "P05": ["fair"],
    "P06": ["excellent", "fair"],
    "P07": ["fair"],
    "P08": ["fair"],
    "P12": ["excellent"],
}
"""The final grades of each project, in their order."""
