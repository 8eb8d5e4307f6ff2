"""Whatever a prefecture and its counties do on whatever day, the year decides and shows it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import BudgetType
from domain.subjects.jurisdiction_year.counties import WithdrawCounty
from domain.subjects.jurisdiction_year.county_reports import FileResultsUse
from domain.subjects.jurisdiction_year.direct_funds import (
    AcceptRectification,
    Problem,
    ReviewDirectFunds,
)
from domain.subjects.jurisdiction_year.year_summaries import FileSpecialBudgets, IssueSummary
from testkit.builders.prefecture_year import (
    ADD,
    ADD_OTHER,
    COUNTY,
    COUNTY_BUREAU,
    COUNTY_GOVERNMENT,
    DECEMBER,
    JULY,
    JUNE,
    NOVEMBER,
    OTHER_BUREAU,
    SUMMARY,
    appraisal,
    opened,
    report,
)
from testkit.decider_spec import REVIEWER, FakeRules, packaged_rules

PROBLEM = Problem(problem="进度慢", rectify_by=date(2023, 12, 31))
ACTS: tuple[Command, ...] = (
    ADD,
    ADD_OTHER,
    WithdrawCounty(county=COUNTY, reason="有误"),
    *(report(node) for node in (JUNE, NOVEMBER, date(2023, 9, 1))),
    *(appraisal(node) for node in (JULY, DECEMBER)),
    SUMMARY,
    FileResultsUse(county=COUNTY, document="情况"),
    FileSpecialBudgets(budget_types=(BudgetType.SOCIAL_INSURANCE_FUNDS,), document="总结"),
    IssueSummary(document="报告", reason="催报"),
    ReviewDirectFunds(county=COUNTY, projects=1, reviewed=1, problems=(PROBLEM,), document="报告"),
    AcceptRectification(county=COUNTY, number=1, findings="已整改"),
)
ACTORS = (REVIEWER, COUNTY_BUREAU, COUNTY_GOVERNMENT, OTHER_BUREAU)

lives = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(ACTORS), st.integers(0, 60)), max_size=25
)


@given(lives, st.booleans())
def test_no_life_of_a_year_ends_in_an_error_and_none_is_owed_what_was_filed(
    life: list[tuple[Command, Actor, int]],
    ruled: bool,
) -> None:
    scene = opened(packaged_rules("653000") if ruled else FakeRules())
    for act, actor, days in life:
        scene = scene.until(scene.now + timedelta(days=days))
        before, scene = scene.state, scene.when(act, by=actor)
        if isinstance(scene.outcome, Refusal):
            assert scene.state == before
            assert scene.outcome.zh
            assert scene.outcome.en
    view = scene.view
    assert set(view.overdue) <= {one.partition(":")[2] for one in view.waiting_for}
    assert len(set(view.waiting_for)) == len(view.waiting_for)
    gone = {county.code for county in scene.state.counties.values() if county.withdrawn}
    assert not any(code in one for code in gone for one in view.waiting_for)
