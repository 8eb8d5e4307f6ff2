"""A county that comes with no pack lives a year on the chain above it, by its skeleton (G3)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.starting.answers import Answers
from console.starting.folder import Folder, make_packs
from domain.kernel.decider import InForce
from domain.kernel.subject_ids import SubjectKind, packs, parse_subject, project_year
from domain.kernel.vocabulary import start_of
from domain.subjects.jurisdiction_year.state import Closed
from store.in_force import InForceReader
from store.port import EventLog
from testkit.builders.bureau import FINANCE, REGISTERED, SYSTEM, YEAR, Bureau, morning
from testkit.fixtures import log

__all__ = ["log"]

CODE = "653022"
THE_YEAR, ORGANISATIONS = f"{CODE}/{YEAR}", f"{CODE}/organisations"
P001 = project_year(CODE, YEAR, "P001")
MAY = date(2023, 5, 31)
OWN_DUTIES_DROPPED = {
    "rule": "bureau_duty.due",
    "reference": "1号",
    "approver": "分管领导",
    "reason": "当年不再办理",
    "duties": (
        "score-sheet.issuing",
        "authenticity.drawing",
        "key-evaluation-plan.setting",
        "key-evaluation.selecting",
        "congress.reporting",
    ),
}


class County(Bureau):
    """The bureau of a county whose own pack is a skeleton; adoptions are checked as on the log."""

    place = CODE
    chain = ("000000", "650000", "653000")

    def in_force(self, stream: str) -> InForce:
        """What binds a stream now; the texts for an adoption."""
        if parse_subject(stream).kind is SubjectKind.PACKS:
            return InForceReader(self.log).adopting(CODE).in_force
        return super().in_force(stream)


@pytest.fixture
def county(log: EventLog, tmp_path: Path) -> County:
    """The county with its chain and its skeleton adopted, and an open work year."""
    made = County(log)
    made.adopt_packs()
    answers = Answers({"code": CODE, "name": "阿克陶县"})
    (file,) = make_packs(Folder(tmp_path), answers, date(2023, 1, 1))
    sha256 = log.put_content(file.read_bytes())
    fields = {"pack": CODE, "sha256": sha256, "pack_version": "1"}
    made.act(packs(CODE), "pack.adopt", date(2023, 1, 1), FINANCE, **fields)
    opening = {"portfolio": "0" * 64, "clock": "simulated"}
    made.act(THE_YEAR, "year.open", date(2023, 1, 2), FINANCE, **opening)
    return made


def clauses_of(county: County, stream: str, event: str) -> list[str]:
    """The clauses that the newest event of a name rests on."""
    (*_, found) = [one for one in county.log.read(stream) if one.event.name == event]
    return [clause for basis in found.basis for clause in basis["clauses"]]


def test_its_projects_live_by_the_rules_of_the_chain(county: County) -> None:
    county.budgeted(P001)
    county.take_steps(P001, morning(MAY))
    county.file_result(P001, date(2023, 6, 11))
    (*_, filed) = county.log.read(P001)
    assert filed.event.late
    assert set(clauses_of(county, P001, "monitoring.round-opened")) == {"KZ-010"}
    assert "KZ-011" in clauses_of(county, P001, "monitoring.result-filed")


def test_a_new_project_needs_the_assessment_that_the_prefecture_asks_for(county: County) -> None:
    county.act(P001, "project.add", date(2023, 1, 3), SYSTEM, **{**REGISTERED, "is_new": True})
    assert clauses_of(county, P001, "project.added") == ["KZ-005"]
    assert county.state(P001).exante.required


def test_its_bureau_divides_its_work_by_no_section_of_the_prefecture(county: County) -> None:
    fields = {
        "section": "SB",
        "section_name": "社保股",
        "budget_types": ["social_insurance_funds"],
        "since": "2023-01-10",
        "document": "三定方案",
    }
    county.act(ORGANISATIONS, "section.set", date(2023, 1, 10), FINANCE, **fields)
    assert clauses_of(county, ORGANISATIONS, "section.set") == []


def test_its_plan_is_not_bound_by_the_number_of_the_prefecture(county: County) -> None:
    counted = {"count": 1, "funds": "1", "funds_last_year": "2"}
    answer = county.in_force(THE_YEAR).ask("key_evaluation.minimum", MAY, **counted)
    assert answer.reason == "not_stated"


def test_its_year_is_closed_at_its_end(county: County) -> None:
    year_end = date(2023, 12, 31)
    county.take_steps(THE_YEAR, start_of(date(2024, 1, 1)))
    county.act(THE_YEAR, "exception.grant", year_end, FINANCE, **OWN_DUTIES_DROPPED)
    county.act(THE_YEAR, "year.close", year_end, FINANCE)
    assert isinstance(county.state(THE_YEAR).life, Closed)
