"""The evaluation half, lived in the work year after: what is done for each project alone.

The half is opened (a step of the system), the self-evaluation filed in time (one reminder) and
reviewed, the project marked by its department's selection, the department's report filed in time
(one reminder) and reviewed, the grade finalised, its result proposed and applied, and everything
disclosed, with which the year ends: eleven acts, three steps of the system. What a bureau does for
a few of its projects only (authenticity, key evaluation) is not part of it, nor is selecting, which
is an act of the unit's year.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.budget_half import AMOUNT, BUREAU, INDICATORS, UNIT, Taken
from domain.kernel.decider import SYSTEM, Actor
from domain.kernel.vocabulary import Role

_DEPARTMENT = Actor("u01-09", "U01", Role.DEPARTMENT)
_DISCLOSED = "2024-05-24"
_ARTEFACTS = ("project_target", "self_evaluation_form", "department_evaluation_report")


def evaluation_half() -> Iterator[Taken]:
    """The acts of one project, in their order."""
    yield "2024-03-28", UNIT, "self-evaluation.file", _form()
    yield "2024-04-08", BUREAU, "self-evaluation.review", {}
    yield "2024-04-11", SYSTEM, "department-evaluation.mark-selected", {"unit": "U01"}
    yield "2024-04-29", _DEPARTMENT, "department-evaluation.file-report", _report()
    yield "2024-05-08", BUREAU, "department-evaluation.review", {}
    yield "2024-05-15", BUREAU, "grade.finalise", {}
    yield "2024-05-20", BUREAU, "results.propose", {"planned": AMOUNT, "targets_met": True}
    yield "2024-05-22", BUREAU, "results.apply", {"amount": AMOUNT}
    for artefact in _ARTEFACTS:
        yield _DISCLOSED, BUREAU, "disclosure.publish", _published(artefact)


def _form() -> dict[str, Any]:
    return {
        "budget": AMOUNT,
        "budget_basis": "initial",
        "executed": "813042",
        "indicators": [
            {
                "id": identity,
                "indicator_class": kind,
                "relation": ">=",
                "target": value,
                "actual": value,
                "points": points,
            }
            for identity, kind, _, value, _, points in INDICATORS
        ],
        "document": "合成自评表",
    }


def _report() -> dict[str, Any]:
    parts = (("K1", "决策", "20", "19"), ("K2", "过程", "20", "18"), ("K3", "产出", "60", "55"))
    return {
        "indicators": [
            {"id": identity, "title": title, "maximum": maximum, "points": points}
            for identity, title, maximum, points in parts
        ],
        "document": "合成部门评价报告",
    }


def _published(artefact: str) -> dict[str, Any]:
    where = {"channel": "合成政府网站", "medium": "government_portal", "address": "合成网址"}
    return {"artefact": artefact, **where, "published_on": _DISCLOSED}
