"""A version in force: the effective library of the chain, its counts, its ended indicators."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.refusal import Code
from domain.subjects.indicators.messages import (
    IndicatorEnded,
    IndicatorRestored,
    LibraryAdopted,
)
from testkit.builders.indicators import (
    OWN,
    PREFECTURE,
    REGION,
    adopt,
    end,
    imports,
    in_force,
    nothing,
    restore,
    row,
)

DAY = date(2024, 3, 31)


def test_an_adopted_version_is_in_force_with_its_counts() -> None:
    adopted = nothing().given(imports()).when(adopt())
    adopted.then(
        LibraryAdopted(**vars(adopt()), classes=2, indicators=2, all_classes=2, all_indicators=2)
    )
    assert adopted.view.phase == "adopted"
    assert adopted.state.library.named("G001", DAY) is not None
    assert adopted.state.library.named("G009", DAY) is None


def test_the_library_is_inherited_and_the_own_additions_are_counted_apart() -> None:
    # given
    own = imports(row("Z001", "91"), row("Z002", "92"), library=PREFECTURE)
    # when
    event = in_force().given(own).when(adopt(library=PREFECTURE)).the(LibraryAdopted)
    # then
    assert (event.classes, event.indicators) == (2, 2)
    assert (event.all_classes, event.all_indicators) == (4, 4)


def test_headings_are_no_indicators_of_a_target() -> None:
    rows = (row("1", level="1"), row("1.1", level="2"), row("1.1.1"))
    adopted = nothing().given(imports(*rows)).when(adopt())
    assert adopted.the(LibraryAdopted).indicators == 1
    library = adopted.state.library
    assert [bool(library.named(code, DAY)) for code in ("1", "1.1", "1.1.1")] == [0, 0, 1]


@pytest.mark.parametrize("own_first", [True, False])
def test_the_lower_jurisdiction_says_what_a_code_means(*, own_first: bool) -> None:
    upper = (imports(row("G001", title="上级")), adopt())
    own = (imports(row("G001", title="本级"), library=OWN), adopt(library=OWN))
    acts = (*own, *upper) if own_first else (*upper, *own)
    library = nothing().given(*acts).state.library
    assert library.indicators["G001"].title == "本级"
    assert library.indicators["G001"].library == OWN
    assert library.versions == {OWN: "2024", REGION: "2024"}


def test_a_newer_version_takes_the_place_of_the_one_before_and_may_be_taken_back() -> None:
    newer = in_force().given(imports(row("G003"), edition="2025"), adopt(edition="2025"))
    assert set(newer.state.library.indicators) == {"G003"}
    back = newer.given(adopt())
    assert set(back.state.library.indicators) == {"G001", "G002"}


def test_what_is_in_force_is_not_adopted_twice() -> None:
    in_force().when(adopt()).refused(Code.DUPLICATE)


@pytest.mark.parametrize(("day", "holds"), [(30, True), (31, True), (32, False)])
def test_an_ended_indicator_holds_until_its_last_day(day: int, *, holds: bool) -> None:
    ended = in_force().when(end(last_day="2024-03-31"))
    ended.then(IndicatorEnded(title="指标G001", **vars(end())))
    on = date.fromordinal(date(2024, 3, 1).toordinal() + day - 1)
    assert bool(ended.state.library.named("G001", on)) is holds
    assert ended.state.library.named("G002", on)


def test_an_indicator_ends_once_and_comes_back() -> None:
    ended = in_force().given(end())
    ended.when(end(last_day="2024-05-31")).refused(Code.DUPLICATE)
    back = ended.when(restore())
    back.then(IndicatorRestored(title="指标G001", **vars(restore())))
    assert back.state.library.named("G001", date(2024, 12, 31))
    in_force().when(restore()).refused(Code.INVALID_FIELD, "code")


def test_only_what_is_in_the_library_in_force_ends() -> None:
    refused = in_force().when(end("G009")).refused(Code.INVALID_FIELD, "code")
    assert "G001" in refused.zh
    nothing().given(imports()).when(end()).refused(Code.INVALID_FIELD, "code")


def test_a_new_version_says_itself_which_indicators_it_has() -> None:
    ended = in_force().given(end("G001"), end("G002"))
    newer = ended.given(imports(row("G001"), edition="2025"), adopt(edition="2025"))
    assert newer.state.library.named("G001", date(2024, 12, 31))
    assert set(newer.state.ended) == {"G002"}


def test_an_ended_indicator_is_counted_no_more() -> None:
    own = imports(row("Z001"), library=OWN)
    event = in_force().given(end(), own).when(adopt(library=OWN)).the(LibraryAdopted)
    assert event.all_indicators == 2
