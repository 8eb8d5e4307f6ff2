"""`jixiao demo-bad-year`: over two work years, on the real engine as without one."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from projections.boards.problems import Problem, problems_of
from store import open_log, sqlite_url
from store.port import EventLog
from tests.bad_year import decide
from tests.engine.command_line import run


def told(problem: Problem) -> tuple[str, ...]:
    """A problem but for the second of its day on which it was recorded."""
    outcome = json.dumps(problem.outcome, sort_keys=True)
    data = json.dumps(dict(problem.data), sort_keys=True)
    head = (problem.kind.value, problem.subject, problem.on.isoformat(), problem.name)
    return (*head, problem.actor, data, outcome, *problem.clauses)


def problems(log: EventLog) -> list[tuple[str, ...]]:
    with closing(log):
        return [told(one) for one in problems_of(log, "653129/")]


@pytest.fixture
def offline(tmp_path: Path) -> list[tuple[str, ...]]:
    directory = tmp_path / "offline"
    directory.mkdir()
    return problems(decide(directory).log)


async def test_given_the_bad_year_when_demonstrated_then_it_tells_what_comes_of_it_offline(
    tmp_path: Path, offline: list[tuple[str, ...]]
) -> None:
    # when
    done = await run("demo-bad-year", "--data", tmp_path / "engine")
    # then
    assert done.code == 0, done.err
    assert "219 acts of 17 projects and units" in done.out
    assert "一票否决 veto" in done.out
    assert "653129 2026 年度工作推进总台账 work ledger 2026-07-31" in done.out
    assert problems(open_log(sqlite_url(tmp_path / "engine" / "log.db"))) == offline
