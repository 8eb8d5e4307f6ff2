"""The frame loader: the subjects that an act selects among or counts, as the log has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from activities.frame_loader import frame_of
from activities.state_cache import StateCache
from domain.kernel.subject_ids import parse_subject, unit_year
from domain.subjects.jurisdiction_year.round_analysis import AnalyseRound
from domain.subjects.project_year.results.use_of_results import ApplyResults
from testkit.builders.bureau import FINANCE, P001, REGISTERED, THREE, Bureau, a_half_year
from testkit.builders.bureau_units import add_unit
from testkit.builders.unit_year import DEDUCTED
from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]

MAY = date(2023, 5, 31)


def test_an_analysis_sees_the_rounds_of_the_projects_of_its_own_year(bureau: Bureau) -> None:
    a_half_year(bureau)
    known = StateCache(bureau.log)
    year = parse_subject("652825/2023")
    act = AnalyseRound(node=MAY, text="平稳")
    frame = frame_of(bureau.log, known, year, act, lambda *_: None)  # type: ignore[arg-type]
    assert frame is not None
    assert frame.position == bureau.log.last_position()
    rounds = {one.code: one.facts["rounds"][str(MAY)] for one in frame.members}
    assert list(rounds) == [one.rpartition("/")[2] for one in THREE]
    assert [one["filed"] for one in rounds.values()] == [True, True, False]
    assert [one["late"] for one in rounds.values()] == [False, True, False]
    assert [one["reviewed"] for one in rounds.values()] == [True, False, False]


def test_the_use_of_a_result_sees_what_its_unit_has_deducted(bureau: Bureau) -> None:
    bureau.act(P001, "project.add", date(2023, 1, 10), FINANCE, **REGISTERED)
    mine, another = (unit_year("652825", 2024, code) for code in ("101", "102"))
    for stream in (mine, another):
        add_unit(bureau, stream)
        fields = DEDUCTED.model_dump(mode="json") | {"of_project": "P001"}
        bureau.act(stream, "department-deduction.record", date(2024, 9, 1), FINANCE, **fields)
    act = ApplyResults(amount=Decimal(1_000), department_deduction=DEDUCTED.document)
    known = StateCache(bureau.log)
    frame = frame_of(bureau.log, known, parse_subject(P001), act, lambda *_: None)  # type: ignore[arg-type]
    assert frame is not None
    assert [(one.subject, one.facts["deductions"]) for one in frame.members] == [
        (mine, {DEDUCTED.document: {"of_project": "P001", "deduction": f"{DEDUCTED.deduction}"}})
    ]
    free = ApplyResults(amount=Decimal(1_000))
    assert frame_of(bureau.log, known, parse_subject(P001), free, lambda *_: None) is None  # type: ignore[arg-type]
