"""Rulings are recorded where they fit the adopted packs, and the subjects are told once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.decider import Actor, Step
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.rules import RecordedRuling, RuleBook, check_ruling
from domain.rules.engine.rulings import resting_on
from domain.shared.fan_out.messages import REFRESH, RecordRefresh, SubjectsRefreshed
from domain.subjects.rulings import decider
from domain.subjects.rulings.decider import RecordRuling, RulingRecorded
from testkit.decider_spec import DeciderSpec, FakeRules, packaged_rules

HEAD = Actor("head-01", "652800-finance", Role.FINANCE)
LINE = {"limit": 60, "side": "below"}


def nothing_ruled(jurisdiction: str = "652800") -> DeciderSpec:
    return DeciderSpec.of(decider, f"{jurisdiction}/rulings", packaged_rules(jurisdiction))


def ruling(value: Any = LINE, ambiguity: str = "AMB-05", text: str = "六十分以下不合格") -> Any:
    return RecordRuling(ambiguity=ambiguity, text=text, value=value, document="州财绩〔2024〕9号")


def test_a_ruling_is_recorded_with_its_author_its_day_and_its_numbers_as_text() -> None:
    ruled = nothing_ruled().on("2024-06-07").when(ruling(), by=HEAD)
    ruled.then(
        RulingRecorded(
            ambiguity="AMB-05",
            text="六十分以下不合格",
            value={"limit": "60", "side": "below"},
            document="州财绩〔2024〕9号",
        )
    )
    stored = {"limit": "60", "side": "below"}
    recorded = RecordedRuling("AMB-05", "六十分以下不合格", stored, "head-01", date(2024, 6, 7))
    assert ruled.state.rulings == {"AMB-05": recorded}
    assert (nothing_ruled().view.phase, ruled.view.phase) == ("empty", "ruled")


def test_the_next_ruling_on_an_ambiguity_takes_the_place_of_the_one_before() -> None:
    second = {"limit": "70", "side": "below"}
    twice = nothing_ruled().given(ruling(), ruling(second))
    assert twice.state.rulings["AMB-05"].value == second
    other = twice.given(ruling(None, "AMB-11", "节点为月末"))
    assert set(other.state.rulings) == {"AMB-05", "AMB-11"}


def test_the_same_ruling_is_not_recorded_twice_in_a_row_but_may_come_back() -> None:
    once = nothing_ruled().given(ruling())
    once.when(ruling()).refused(Code.DUPLICATE)
    once.when(ruling({"limit": "60", "side": "below"})).refused(Code.DUPLICATE)
    back = once.given(ruling({"limit": "70", "side": "below"}), ruling())
    assert back.state.rulings["AMB-05"].value == {"limit": "60", "side": "below"}


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (ruling(None), "value"),
        (ruling({"limit": 0.5, "side": "below"}), "value.limit"),
        (ruling({"limit": 60, "side": "beside"}), "value.side"),
        (ruling(1, "AMB-11"), "value"),
        (ruling(None, "AMB-99"), "ambiguity"),
        (ruling({"nodes": ["x" * 2001]}, "AMB-35"), "value"),
    ],
)
def test_a_ruling_that_does_not_fit_is_refused_and_its_field_named(act: Any, field: str) -> None:
    refusal = nothing_ruled().when(act).refused(Code.INVALID_FIELD, field)
    assert f"jixiao rulings show {act.ambiguity}" in refusal.zh
    assert field in refusal.en


def test_a_value_longer_than_2000_bytes_is_refused() -> None:
    anything = DeciderSpec.of(decider, "652800/rulings", FakeRules())
    assert anything.when(ruling("x" * 1998)).events
    anything.when(ruling("x" * 1999)).refused(Code.INVALID_FIELD, "value")


def test_rules_that_cannot_tell_whether_a_ruling_fits_are_no_ground_to_rule_on() -> None:
    class Silent:
        def ask(self, *_: Any, **__: Any) -> Any:
            raise AssertionError("no rule is asked")

    with pytest.raises(TypeError, match="which rulings fit"):
        DeciderSpec.of(decider, "652800/rulings", Silent()).when(ruling())


def test_after_each_ruling_the_subjects_are_told_once() -> None:
    ruled = nothing_ruled().on("2024-06-07").given(ruling())
    assert ruled.view.next_step == Step("1", REFRESH, ruled.now)
    told = ruled.when(RecordRefresh(up_to=1, subjects=5))
    told.then(SubjectsRefreshed(up_to=1, subjects=5))
    assert told.view.next_step is None
    assert told.when(RecordRefresh(up_to=1, subjects=5)).outcome == ()


def examples() -> list[Any]:
    """Each ambiguity with the value that its reading gives as an example, where it has places."""
    found = []
    for code in ("652822", "652825", "652800", "653000", "653129"):
        packs = packaged_rules(code).packs
        for level in packs.chain(code):
            for reading in packs.pack(level).readings:
                placed = any(one.touched.at for one in resting_on(packs, code, reading.of))
                if reading.value is not None and placed:
                    found.append(
                        pytest.param(
                            code, reading.of, reading.value.example, id=f"{code} {reading.of}"
                        )
                    )
    return found


@pytest.mark.parametrize(("code", "ambiguity", "value"), examples())
def test_what_is_stored_of_a_ruling_fits_as_what_was_given(
    code: str, ambiguity: str, value: Any
) -> None:
    ruled = nothing_ruled(code).given(ruling(value, ambiguity))
    stored = ruled.state.rulings[ambiguity].value
    packs = packaged_rules(code).packs
    check_ruling(packs, code, ambiguity, stored)
    book = RuleBook(packs, code, ruled.state.rulings)
    for one in resting_on(packs, code, ambiguity):
        assert list(book.parts(one.rule))
