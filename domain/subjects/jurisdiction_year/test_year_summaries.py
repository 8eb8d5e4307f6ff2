"""The prefecture's summaries: of the special budgets by their day, of all counties named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import BudgetType
from domain.subjects.jurisdiction_year.county_figures import (
    CompiledFigure,
    CountyFigure,
    FigureName,
)
from domain.subjects.jurisdiction_year.county_reports import FileSummary
from domain.subjects.jurisdiction_year.year_summaries import (
    FileSpecialBudgets,
    IssueSummary,
    SpecialBudgetsFiled,
    SummaryIssued,
)
from testkit.builders.prefecture_year import (
    ADD_OTHER,
    COUNTY,
    COUNTY_GOVERNMENT,
    OTHER,
    OTHER_BUREAU,
    SUMMARY,
    opened,
    with_county,
)
from testkit.decider_spec import FakeRules

SOCIAL, CAPITAL = BudgetType.SOCIAL_INSURANCE_FUNDS, BudgetType.STATE_CAPITAL_OPERATIONS
ISSUE = IssueSummary(document="克财绩〔2023〕1号")


def special(*budgets: BudgetType) -> FileSpecialBudgets:
    return FileSpecialBudgets(budget_types=budgets, document="总结")


@pytest.mark.parametrize(("on", "late"), [("2023-11-29", 0), ("2023-11-30", 0), ("2023-12-01", 1)])
def test_special_budgets_are_summed_up_by_the_end_of_november(on: str, late: int) -> None:
    filed = opened().on(on).when(special(SOCIAL, CAPITAL))
    event = filed.the(SpecialBudgetsFiled)
    assert (event.due, event.late) == (date(2023, 11, 30), late)
    assert filed.rules_asked() == ["special_budgets_summary.due"]
    assert filed.view.waiting_for == ()


def test_each_section_may_file_its_own_budget() -> None:
    begun = opened()
    assert begun.view.waiting_for == (
        "finance:special-budgets-summary.filing.social_insurance_funds",
        "finance:special-budgets-summary.filing.state_capital_operations",
    )
    one = begun.given(special(SOCIAL))
    assert one.view.waiting_for == begun.view.waiting_for[1:]
    assert one.given(special(CAPITAL)).view.waiting_for == ()


@pytest.mark.parametrize("budgets", [(BudgetType.GENERAL_PUBLIC,), (SOCIAL, SOCIAL)])
def test_a_summary_is_of_special_budgets_each_once(budgets: tuple[BudgetType, ...]) -> None:
    opened().when(special(*budgets)).refused(Code.INVALID_FIELD, "budget_types")


def test_where_no_rule_is_stated_a_summary_has_no_day() -> None:
    scene = opened(FakeRules())
    assert scene.view.waiting_for == ()
    event = scene.on("2023-12-31").when(special(SOCIAL)).the(SpecialBudgetsFiled)
    assert (event.due, event.late) == (None, False)


def test_the_prefecture_compiles_the_summaries_of_its_counties() -> None:
    # given
    both = with_county().given(ADD_OTHER).on("2023-12-05")
    one = both.given(SUMMARY, by=COUNTY_GOVERNMENT)
    one.when(ISSUE).refused(Code.MISSING_FIELD, "reason")
    # when
    issued = one.when(ISSUE.model_copy(update={"reason": "已两次催报"}))
    # then
    listed = issued.the(SummaryIssued).counties
    assert [(one.county, one.filed is None, one.late) for one in listed] == [
        (COUNTY, False, True),
        (OTHER, True, None),
    ]
    issued.when(SUMMARY, by=COUNTY_GOVERNMENT).refused(Code.ALREADY_REVIEWED)
    late = SUMMARY.model_copy(update={"county": OTHER})
    again = issued.given(late, by=OTHER_BUREAU).when(ISSUE).the(SummaryIssued)
    assert [one.filed is None for one in again.counties] == [False, False]


def test_without_counties_there_is_nothing_to_compile() -> None:
    opened().when(ISSUE).refused(Code.WRONG_PHASE)


def figure(name: FigureName, objects: int, funds: int | None = None) -> CountyFigure:
    return CountyFigure(
        figure=name, objects=objects, funds=None if funds is None else Decimal(funds)
    )


def summary(county: str, *figures: CountyFigure) -> FileSummary:
    return SUMMARY.model_copy(update={"county": county, "figures": figures})


def test_the_prefecture_adds_up_the_figures_of_its_counties() -> None:
    # given
    of_one = (figure("self_evaluations", 12, 300), figure("project_targets", 20, 500))
    both = with_county().given(ADD_OTHER).on("2023-11-28")
    filed = both.given(summary(COUNTY, *of_one), by=COUNTY_GOVERNMENT)
    filed = filed.given(summary(OTHER, figure("self_evaluations", 8, 100)), by=OTHER_BUREAU)
    # when
    figures = filed.when(ISSUE).the(SummaryIssued).figures
    # then: in the order of the list; whoever left a figure out is named
    assert figures == (
        CompiledFigure(
            figure="project_targets",
            objects=20,
            funds=Decimal(500),
            counties=(COUNTY,),
            missing=(OTHER,),
        ),
        CompiledFigure(
            figure="self_evaluations", objects=20, funds=Decimal(400), counties=(COUNTY, OTHER)
        ),
    )


def test_funds_that_a_county_did_not_give_are_none_of_its_own() -> None:
    both = with_county().given(ADD_OTHER).on("2023-11-28")
    filed = both.given(summary(COUNTY, figure("key_evaluations", 3)), by=COUNTY_GOVERNMENT)
    alone = filed.given(summary(OTHER), by=OTHER_BUREAU).when(ISSUE).the(SummaryIssued)
    two = filed.given(summary(OTHER, figure("key_evaluations", 2, 0)), by=OTHER_BUREAU)
    # then
    assert alone.figures is not None
    assert [(one.objects, one.funds, one.without_funds) for one in alone.figures] == [
        (3, None, (COUNTY,))
    ]
    found = two.when(ISSUE).the(SummaryIssued).figures
    assert found is not None
    assert [(one.objects, one.funds, one.without_funds) for one in found] == [
        (5, Decimal(0), (COUNTY,))
    ]


def test_the_figures_of_the_newest_summary_count() -> None:
    scene = with_county().on("2023-11-28")
    for objects in (5, 7):
        given = summary(COUNTY, figure("self_evaluations", objects))
        scene = scene.given(given, by=COUNTY_GOVERNMENT)
    found = scene.when(ISSUE).the(SummaryIssued).figures
    assert found is not None
    assert [one.objects for one in found] == [7]


def test_without_figures_the_report_has_none() -> None:
    scene = with_county().on("2023-11-28").given(SUMMARY, by=COUNTY_GOVERNMENT)
    assert scene.when(ISSUE).the(SummaryIssued).figures is None


def test_a_county_gives_a_figure_once() -> None:
    twice = summary(COUNTY, figure("self_evaluations", 5), figure("self_evaluations", 6))
    with_county().when(twice, by=COUNTY_GOVERNMENT).refused(Code.INVALID_FIELD, "figures")
