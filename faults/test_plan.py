"""The plan: all of it from the seed, every kind in it, no act struck twice."""

import pytest

from faults.kinds import KINDS
from faults.plan import TooFewActs, fits, planned
from faults.strikes import STRIKES
from faults.year import acts_of, example

ACTS = acts_of([example("652825-2024")])


def test_given_a_seed_when_planned_twice_then_the_plans_are_the_same() -> None:
    assert planned(7, 200, ACTS) == planned(7, 200, ACTS)


def test_given_another_seed_then_another_plan() -> None:
    assert planned(7, 200, ACTS) != planned(8, 200, ACTS)


@pytest.mark.parametrize("number", [1, len(KINDS), 200, 300])
def test_every_kind_comes_and_there_are_some_to_spare(number: int) -> None:
    found = planned(1, number, ACTS)
    assert {fault.kind for fault in found} == {kind.id for kind in KINDS}
    assert len(found) > number


def test_no_act_is_struck_twice_and_faults_come_in_the_order_of_acts() -> None:
    found = planned(1, 200, ACTS)
    at = [str(act.request.command_id) for act in ACTS]
    places = [at.index(fault.command_id) for fault in found]
    assert places == sorted(set(places))
    assert [fault.number for fault in found] == list(range(1, len(found) + 1))


def test_a_kind_strikes_only_where_it_can() -> None:
    at = [str(act.request.command_id) for act in ACTS]
    kinds = {kind.id: kind for kind in KINDS}
    for seed in range(5):
        for fault in planned(seed, 200, ACTS):
            assert fits(kinds[fault.kind], ACTS, at.index(fault.command_id)), fault


def test_kinds_come_by_their_weights() -> None:
    found = [fault.kind for fault in planned(1, 300, ACTS)]
    assert found.count("reply-dropped") > found.count("worker-cut-off") > 1
    assert found.count("worker-killed-during") > found.count("server-killed-during") > 1


def test_given_too_few_acts_then_that_is_said() -> None:
    with pytest.raises(TooFewActs, match="take more years"):
        planned(1, len(ACTS) + 1, ACTS)


def test_there_are_eight_kinds_and_more_and_each_has_a_way_to_strike() -> None:
    assert len(KINDS) >= 8
    assert [*STRIKES] == [kind.id for kind in KINDS]
    assert len({kind.en for kind in KINDS}) == len({kind.zh for kind in KINDS}) == len(KINDS)
