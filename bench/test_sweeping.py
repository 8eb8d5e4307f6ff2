"""A sweep asks the log for what is open and what is new, however many subjects are closed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.sweeping import OPEN, Swept, swept
from bench.year import codes, subject_of

FEW, MANY = 2, 60


async def steady(log: Swept) -> list[Counter[str]]:
    """What sweeps cost behind the first: one without news, and one after an act."""
    await log.sweeps.one()
    _, quiet = await log.sweeps.one()
    log.act()
    _, moved = await log.sweeps.one()
    return [quiet, moved]


async def test_given_few_and_many_closed_when_swept_then_it_costs_the_same(tmp_path: Path) -> None:
    asked = []
    for closed in (FEW, MANY):
        folder = tmp_path / str(closed)
        folder.mkdir()
        with swept(folder, closed) as log:
            asked.append(await steady(log))
            # then only what is open is held
            assert len(log.held) == len(log.engine.running) == OPEN + 3
    assert asked[0] == asked[1]
    quiet, moved = asked[0]
    assert (quiet["read"], quiet["streams"]) == (0, 0)
    assert moved["notifications: rows"] == 1


@pytest.mark.parametrize("sweeps_before", [0, 1, 2])
async def test_given_a_lost_workflow_among_closed_subjects_when_swept_then_it_is_brought_back(
    tmp_path: Path, sweeps_before: int
) -> None:
    lost = subject_of(codes("O", 2)[1])
    with swept(tmp_path, FEW) as log:
        for _ in range(sweeps_before):
            await log.sweeps.one()
        assert log.engine.started == []
        # when
        log.engine.running.remove(lost)
        await log.sweeps.one()
        # then
        assert log.engine.started == [lost]
