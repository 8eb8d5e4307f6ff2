"""No filing with a deadline is left out of boards: keys, index, corrections, catalogue agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast
from uuid import UUID

import pytest

from domain.kernel.message import Event
from domain.kernel.subject_ids import SubjectKind
from domain.shared.deadlines.dated import Dated
from domain.shared.filings.correction import Filings, FilingWithdrawn
from domain.shared.filings.filing import Assessed, Filing
from domain.shared.rectification.problems import FedBack, Problem
from domain.subjects.jurisdiction_year import due_dates as work_year
from domain.subjects.jurisdiction_year import filing_index as work_year_index
from domain.subjects.jurisdiction_year.state import County, JurisdictionYear
from domain.subjects.policies import corrections as policy_corrections
from domain.subjects.policies import due_dates as policy
from domain.subjects.policies import filing_index as policy_index
from domain.subjects.policies.state import Policy, PolicyEvaluation
from domain.subjects.project_year.deadlines import due_dates as project
from domain.subjects.project_year.exante.state import ExAnte, Report
from domain.subjects.project_year.filings import corrections as project_corrections
from domain.subjects.project_year.filings import filing_index as project_index
from domain.subjects.project_year.monitoring.state import Rectification, Result, Reviewed
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.project_year.targets.state import FiledTarget, Target
from domain.subjects.registry import CATALOGUES, SUBJECTS
from domain.subjects.unit_year import corrections as unit_corrections
from domain.subjects.unit_year import due_dates as unit
from domain.subjects.unit_year import filing_index as unit_index
from domain.subjects.unit_year.state import OverallTarget, UnitYear
from domain.subjects.unit_year.state import Round as UnitRound
from projections.boards.deadline_access import DATED

NODE = date(2023, 5, 31)
COUNTY = "653022"
FILING = Filing(UUID(int=1), "u-1", NODE, NODE)
BEFORE = replace(FILING, event_id=UUID(int=3))
RESULT = Result(BEFORE, Decimal(1), Decimal(1))
PROBLEM = "T1"
FED_BACK = FedBack(
    problems={
        PROBLEM: Problem(
            "key_evaluation", UUID(int=4), "未达标", Rectification(UUID(int=2), NODE, report=BEFORE)
        )
    }
)
EXANTE = ExAnte(report=Report(BEFORE, Decimal(1)))
TARGET = Target(content=FiledTarget(BEFORE, (), Decimal(1)))

Evolve = Mapping[type[Event], Callable[..., Any]]


@dataclass(frozen=True)
class Case:
    """A kind of subject with a state in which each of its filings may stand."""

    state: Any
    index: Any
    known: Callable[[str], bool]
    corrections: Evolve | None = None


CASES = {
    SubjectKind.PROJECT_YEAR: Case(
        ProjectYear(
            "652825/2023/P1",
            exante=EXANTE,
            target=TARGET,
            rounds={NODE: Reviewed(NODE, RESULT, None, True, Rectification(UUID(int=2), NODE))},
        ).evaluated(itself=Assessed(BEFORE), department=Assessed(BEFORE)),
        project_index,
        project.known,
        project_corrections.EVOLVE,
    ),
    SubjectKind.UNIT_YEAR: Case(
        UnitYear(
            "652825/2023/unit/1",
            target=OverallTarget(BEFORE, Decimal(1)),
            rounds={NODE: UnitRound(NODE)},
            self_evaluation=Assessed(BEFORE),
            fed_back=FED_BACK,
        ),
        unit_index,
        unit.is_known,
        unit_corrections.EVOLVE,
    ),
    SubjectKind.POLICY: Case(
        Policy(
            "652825/policy/P1",
            exante=EXANTE,
            target=TARGET,
            evaluation=PolicyEvaluation(fed_back=FED_BACK),
        ),
        policy_index,
        policy.known,
        policy_corrections.EVOLVE,
    ),
    SubjectKind.JURISDICTION_YEAR: Case(
        JurisdictionYear("652825/2023/year", counties={COUNTY: County(COUNTY, NODE)}),
        work_year_index,
        work_year.known,
    ),
}

KINDS = pytest.mark.parametrize("kind", CASES)


def _dated(kind: SubjectKind) -> Dated:
    found = next(one.dated for one in SUBJECTS if one.kind is kind)
    assert found is not None
    return found


def test_the_subjects_with_days_are_registered_with_them() -> None:
    with_days = {one.kind for one in SUBJECTS if one.dated}
    assert with_days == set(CASES)
    assert set(DATED) == {type(case.state) for case in CASES.values()}


@KINDS
def test_what_the_catalogue_says_is_met_by_a_filing_has_its_keys(kind: SubjectKind) -> None:
    filed = {
        event.settles.deadline
        for event in CATALOGUES.by_kind[kind].all_events()
        if event.settles and event.settles.filed
    }
    assert filed <= set(_dated(kind).filing_keys)


@KINDS
def test_every_key_of_a_filing_is_a_deadline_of_the_catalogue(kind: SubjectKind) -> None:
    deadlines = {one.key for one in CATALOGUES.by_kind[kind].deadlines}
    assert set(_dated(kind).filing_keys) <= deadlines


@KINDS
def test_the_filings_that_may_be_corrected_and_have_days_are_those_with_keys(
    kind: SubjectKind,
) -> None:
    case = CASES[kind]
    if case.corrections is None:
        pytest.skip("no filing of this subject is corrected")
    filings = cast("Filings", cast("partial[Any]", case.corrections[FilingWithdrawn]).args[0])
    with_days = {one for one in filings.filed_by if _any_known(case, one)}
    assert with_days == set(_dated(kind).filing_keys)


@KINDS
def test_a_filing_that_may_be_corrected_is_named_as_on_the_boards(kind: SubjectKind) -> None:
    names = {one.key: one.name for one in CATALOGUES.by_kind[kind].deadlines}
    corrections = CASES[kind].corrections or {}
    for correct in corrections.values():
        filings = cast("Filings", cast("partial[Any]", correct).args[0])
        named = {key: by.name for key, by in filings.filed_by.items() if key in names}
        assert named == {key: names[key] for key in named}


@KINDS
def test_the_filings_that_the_index_knows_and_have_days_are_those_with_keys(
    kind: SubjectKind,
) -> None:
    case = CASES[kind]
    deadlines = {one.key for one in CATALOGUES.by_kind[kind].deadlines}
    indexed = {one for one in deadlines if _any_known(case, one) and _indexed(case, one)}
    assert indexed == set(_dated(kind).filing_keys)


@KINDS
def test_what_is_filed_under_a_key_is_found_by_boards(kind: SubjectKind) -> None:
    case, dated = CASES[kind], _dated(kind)
    for deadline in dated.filing_keys:
        filed = _filed(case, deadline).items()
        assert any(dict(dated.filings(state)).get(key) == FILING for key, state in filed)


def test_imported_history_has_no_filings_before_its_evaluation() -> None:
    # given
    case, dated = CASES[SubjectKind.PROJECT_YEAR], _dated(SubjectKind.PROJECT_YEAR)
    imported = replace(case.state.evaluated(history=True), rounds={})
    # when
    keys = {key for of in dated.filing_keys.values() for key in of(imported)}
    # then
    assert keys == {project.SELF_EVALUATION, project.DEPARTMENT_REPORT}


def _keys(deadline: str) -> tuple[str, ...]:
    """The forms that a key of a kind may have.

    It stands alone, at a node, of a county, of a budget, or of a problem that was fed back.
    """
    of = f"{deadline}.{COUNTY}"
    budget = f"{deadline}.{work_year.BUDGETS[0]}"
    return deadline, f"{deadline}:{NODE}", f"{deadline}:{PROBLEM}", of, f"{of}:{NODE}", budget


def _any_known(case: Case, deadline: str) -> bool:
    return any(map(case.known, _keys(deadline)))


def _indexed(case: Case, deadline: str) -> bool:
    return bool(_filed(case, deadline))


def _filed(case: Case, deadline: str) -> dict[str, Any]:
    """The keys under which the index takes a filing and gives it back, each with its state."""
    found = {}
    for key in filter(case.known, _keys(deadline)):
        try:
            filed = case.index.with_filing(case.state, key, FILING)
            if case.index.filing_at(filed, key) == FILING:
                found[key] = filed
        except (KeyError, ValueError):  # no filing has this key
            continue
    return found
