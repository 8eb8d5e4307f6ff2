"""Which counties a prefecture has, and who acts for them."""

from __future__ import annotations

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.subjects.jurisdiction_year.counties import AddCounty, CountyAdded, WithdrawCounty
from testkit.builders.prefecture_year import (
    ADD,
    ADD_OTHER,
    COUNTY,
    COUNTY_BUREAU,
    OTHER_BUREAU,
    PREFECTURE,
    SUMMARY,
    appraisal,
    opened,
    report,
    with_county,
)
from testkit.decider_spec import REVIEWER

WITHDRAW = WithdrawCounty(county=COUNTY, reason="登记有误")


def test_a_county_is_registered_once() -> None:
    added = opened().when(ADD)
    added.then(CountyAdded(county=COUNTY, county_name="阿克陶县"))
    added.when(ADD).refused(Code.DUPLICATE)


def test_a_prefecture_is_none_of_its_own_counties() -> None:
    itself = AddCounty(county=PREFECTURE, county_name="克州")
    opened().when(itself).refused(Code.INVALID_FIELD, "county")


def test_a_withdrawn_county_takes_no_more_acts_and_is_waited_for_no_more() -> None:
    gone = with_county().given(WITHDRAW)
    gone.when(report(), by=COUNTY_BUREAU).refused(Code.WRONG_PHASE)
    gone.when(WITHDRAW).refused(Code.WRONG_PHASE)
    gone.when(ADD).refused(Code.DUPLICATE)
    assert not [one for one in gone.view.waiting_for if COUNTY in one]


@pytest.mark.parametrize("act", [appraisal(), WITHDRAW])
def test_only_a_registered_county_is_acted_on(act: Command) -> None:
    opened().on("2023-07-01").when(act).refused(Code.INVALID_FIELD, "county")


def test_a_county_that_is_not_registered_files_nothing() -> None:
    opened().when(report(), by=COUNTY_BUREAU).refused(Code.INVALID_FIELD, "county")


@pytest.mark.parametrize(
    "actor",
    [REVIEWER, OTHER_BUREAU, Actor("x", PREFECTURE, Role.FINANCE)],
    ids=lambda actor: actor.organisation,
)
def test_a_county_files_for_itself(actor: Actor) -> None:
    both = with_county().given(ADD_OTHER)
    both.when(report(), by=actor).refused(Code.WRONG_ORGANISATION)
    both.when(SUMMARY, by=actor).refused(Code.WRONG_ORGANISATION)
    both.given(report(), by=COUNTY_BUREAU).given(SUMMARY, by=COUNTY_BUREAU)


def test_a_county_does_not_act_as_the_prefecture() -> None:
    both = with_county().given(ADD_OTHER).on("2023-07-01")
    both.when(appraisal(), by=COUNTY_BUREAU).refused(Code.WRONG_ORGANISATION)
    both.when(appraisal(), by=OTHER_BUREAU).refused(Code.WRONG_ORGANISATION)
    both.given(appraisal(), by=REVIEWER)
