"""A short run under faults: every kind once, on both halves of a tiny year at once.

`make faults` is the long one. What it proves is proved here as well, and the boards are compared
with a fold that knows nothing of them.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from deploy.engine import EngineProcess
from faults.checker.findings import Code
from faults.folds import same_views
from faults.kinds import KINDS
from faults.plan import planned
from faults.run import run
from faults.year import Year, acts_of
from store import open_log, sqlite_url
from tests.board_fold import fold
from tests.engine import tiny, tiny_evaluation
from tests.engine.acts import by_the_bureau
from tests.engine.stage import Stage

WANTED = 20
UNTIL = date(2023, 10, 10)


def both_halves(folder: Path) -> Year:
    """Projects of the budget year and of the year before it, in one work year."""
    bureau = [str(line) for line in tiny.bureau()]
    more = [line for line in tiny_evaluation.lines() if str(line) not in bureau]
    lines = sorted([*tiny.lines(), *more], key=lambda line: str(line["on"]))
    rows = tiny_evaluation.PORTFOLIO.removeprefix(tiny.HEADER)
    return Year(tiny.COUNTY, tiny.YEAR, tiny.files(folder, lines, tiny.PORTFOLIO + rows), UNTIL)


async def test_given_faults_of_every_kind_when_a_year_is_over_then_all_is_proved(
    engine: EngineProcess, tmp_path: Path
) -> None:
    # given
    year = both_halves(tmp_path)
    plan = planned(1, WANTED, acts_of([year]))
    assert {fault.kind for fault in plan} == {kind.id for kind in KINDS}
    told: list[str] = []
    # when
    ran = await run(engine, tmp_path, [year], plan, told.append)
    # then
    assert ran.stood_still == "", told
    assert ran.findings == [], told
    assert ran.tally.struck.total() >= WANTED, told
    assert ran.tally.recovered == ran.tally.struck
    assert len(ran.tally.kinds()) >= 8
    assert ran.looked_at["acts of people"] == len(acts_of([year]))
    assert ran.looked_at["sendings by the client"] > ran.looked_at["acts of people"]
    # and every subject came to its end by the log
    with closing(open_log(sqlite_url(tmp_path / "log.db"))) as log:
        lives = fold(log).lives
        assert {life.subject.code for life in lives.values()} >= {
            "T1",
            "T2",
            "T3",
            "E1",
            "E2",
            "E3",
        }


async def test_given_an_act_that_a_workflow_does_not_know_then_its_view_differs(
    stage: Stage,
) -> None:
    # given
    await stage.start_worker(sweep=None)
    await stage.drive(stage.half.quiet)
    assert await same_views(stage.client, stage.log) == []
    # when
    notice = {"deadline": stage.half.deadline, "due": "2023-06-30", "document": "合成通知2号"}
    request = by_the_bureau(stage.half.stream, "deadline.set", **notice)
    await stage.store_behind_the_engine(request, f"{stage.half.quiet}T09:00:00+08:00")
    # then
    found = await same_views(stage.client, stage.log, within=0.0)
    assert [(one.code, one.of) for one in found] == [(Code.VIEW_DIFFERS, stage.half.stream)]
