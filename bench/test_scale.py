"""The cost of a project year by the size of the year: pairs, their record, their median."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.scale import SHARES, pairs
from bench.scale_record import Cost, Round, ScalePair, append, recorded, scale_of


@pytest.mark.engine
async def test_tiny_years_give_a_pair_for_each_share_with_the_cost_on_both_sides(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    # when
    made = await pairs(tmp_path, 3, 4, told.append)
    # then
    assert [one.sizes for one in made] == [(3, 4)] * SHARES
    costs = [
        cost for one in made for each in (one.small, one.large) for cost in (each.ours, each.bare)
    ]
    assert all(cost.cpu.keys() == {"worker", "server", "client"} for cost in costs)
    assert all(min(cost.cpu.values()) > 0 < cost.wall for cost in costs)
    assert any("day 1 of" in line for line in told)


def cost(worker: float, server: float) -> Cost:
    return Cost({"worker": worker, "server": server, "client": 1000.0}, wall=5000.0)


def measured(date: str, ours: float, *, small: int = 100, large: int = 5000) -> ScalePair:
    bare = cost(100, 100)
    return ScalePair(date, Round(small, cost(150, 100), bare), Round(large, cost(ours, 100), bare))


def test_worker_and_server_count_and_neither_the_client_nor_the_wall_clock() -> None:
    found = measured("2026-11-28", 175).pair

    assert (found.ours, found.bare) == (1.375, 1.25)
    assert found.ratio == 1.1


def test_the_median_of_the_newest_three_pairs_counts() -> None:
    made = [measured(f"2026-11-0{day}", ours) for day, ours in enumerate((900, 150, 200, 175), 1)]

    found = scale_of(made)

    assert [one.ours for one in found.pairs] == [1.25, 1.5, 1.375]
    assert found.ratio == 1.1
    assert found.notes[0] == "5,000 projects against 100, 3 of 3 pairs"
    assert found.notes[1].startswith("2026-11-02: 5,000 ours: worker 150, server 100")


@pytest.mark.parametrize(("ours", "met"), [(174, True), (175, True), (176, False)])
def test_the_cost_of_a_large_year_may_be_a_tenth_more(ours: float, met: bool) -> None:
    assert scale_of([measured("2026-11-28", ours)]).met is met


def test_pairs_are_added_to_a_record_one_by_one(tmp_path: Path) -> None:
    record = tmp_path / "pairs.jsonl"
    made = [measured("2026-11-28", 150), measured("2026-11-29", 160)]

    for one in made:
        append(one, record)

    assert recorded(record) == made


def test_pairs_of_other_sizes_do_not_count(tmp_path: Path) -> None:
    record = tmp_path / "pairs.jsonl"
    trial = measured("2026-11-28", 150, large=300)
    append(trial, record)

    assert recorded(record) == []
    assert recorded(record, (100, 300)) == [trial]


def test_without_a_record_nothing_was_run(tmp_path: Path) -> None:
    found = scale_of(recorded(tmp_path / "pairs.jsonl"))

    assert not found.run
    assert found.notes == ["not run: `make bench-scale` adds three pairs"]
