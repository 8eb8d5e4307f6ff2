from __future__ import annotations

from collections import Counter

import pytest
from temporalio.api.enums.v1 import EventType

from bench.histories import FEW, Chain, NotAlike, require_alike
from bench.page import page
from bench.ratios import APPENDS, MEMORY, SCALE, YEARS, Figure, Findings, Measured, Pair
from bench.table import cells

FIRED = EventType.EVENT_TYPE_TIMER_FIRED


def years(*ratios: float) -> Measured:
    return Measured(YEARS, [Pair(ratio * 10, 10) for ratio in ratios])


def test_the_median_of_the_ratios_is_judged_and_the_spread_is_told() -> None:
    measured = years(0.5, 0.8, 0.75)
    assert (measured.ratio, measured.spread) == (0.75, (0.5, 0.8))


@pytest.mark.parametrize(("ratio", "met"), [(0.79, False), (0.8, True), (0.81, True)])
def test_a_floor_is_met_at_it_and_above(ratio: float, met: bool) -> None:
    assert years(ratio).met is met


@pytest.mark.parametrize(("ratio", "met"), [(1.19, True), (1.2, True), (1.21, False)])
def test_a_ceiling_is_met_at_it_and_below(ratio: float, met: bool) -> None:
    assert Measured(MEMORY, [Pair(ratio * 100, 100)]).met is met


def test_a_ratio_without_a_limit_is_told_and_missed_by_nothing() -> None:
    appended = Measured(APPENDS, [Pair(1, 100)])
    assert Findings([appended]).missed == []
    assert cells(appended)[-2:] == ("–", "–")


@pytest.mark.parametrize(("met", "missed"), [(None, []), (True, []), (False, ["replay"])])
def test_a_figure_may_have_a_limit_of_its_own(met: bool | None, missed: list[str]) -> None:
    assert Findings([], [Figure("replay", "8.1 s", met)]).missed == missed


def test_what_was_not_run_says_so_and_misses_nothing() -> None:
    findings = Findings([Measured(SCALE, (), ["not run"]), years(0.1)])
    assert findings.missed == [YEARS.what]
    assert cells(findings.measured[0])[-1] == "not run"


def test_the_page_has_the_machine_the_ratios_the_notes_and_the_figures() -> None:
    measured = Measured(YEARS, [Pair(8, 10)], ["100 projects a round"])
    written = page(Findings([measured], [Figure("rules", "9 questions/s")]), {"cores": "2"})
    for told in ("| cores | 2 |", "0.80", "100 projects a round", "| rules | 9 questions/s |"):
        assert told in written


def test_histories_may_differ_by_a_few_events_and_no_more() -> None:
    ours, bare = Chain(Counter({FIRED: 6})), Chain(Counter({FIRED: 6 + FEW}))
    require_alike(ours, bare)
    bare.events[FIRED] += 1
    with pytest.raises(NotAlike, match="TIMER_FIRED"):
        require_alike(ours, bare)
