"""A unit is merged in June: its duties, reminders and acts are its successor's from the day on.

The worker dies in the middle of handing over; each project is told once nevertheless.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid5

import pytest

from activities.notifications.outbox_filler import OutboxFiller
from deploy.engine import EngineProcess
from domain.kernel.subject_ids import organisations, unit_year
from domain.shared.fan_out.messages import SubjectsReached
from faults.waiting import until
from projections.explain.causation import read_leaves
from store.factory import open_outbox
from tests.engine import tiny
from tests.engine import tiny_evaluation as half
from tests.engine.holds import nobody_is_behind, recorded, settled_once
from tests.engine.replays import replay_all
from tests.engine.stage import Stage, subject

OLD, NEW = "U1", "U9"
PAST = [f"Y{number:02}" for number in range(1, 31)]
PORTFOLIO = (
    tiny.PORTFOLIO.partition("T2,")[0]
    + half.past_unit(OLD)
    + "".join(half.past(one, OLD) for one in PAST)
)
MERGED_ON, ENDS = "2023-06-20", date(2023, 9, 20)
T1, UNITS = subject("T1"), organisations(tiny.COUNTY)
OLD_YEAR, NEW_YEAR = (unit_year(tiny.COUNTY, half.PAST, one) for one in (OLD, NEW))
SUCCESSOR = {"id": "clerk-new", "organisation": NEW, "role": "unit"}


def lines(since: str) -> Iterator[tiny.Line]:
    """A project in May, its unit merged in June, and the August result by both units."""
    yield from tiny.bureau()
    yield from tiny.approved(
        "T1", "100000", "2023-01-10", "2023-01-12", tiny.congress("2023-02-20")
    )
    yield tiny.result("2023-06-10", "T1", tiny.MAY, "50000")
    yield tiny.review("2023-06-13", "T1", tiny.MAY, "90")
    merged = {"unit": OLD, "successor": NEW, "successor_name": "合成单位九", "since": since}
    yield tiny.act(MERGED_ON, tiny.finance(), "unit.merge", document="合成机构改革方案", **merged)
    august = tiny.result("2023-09-11", "T1", tiny.AUGUST, "70000")
    yield august
    yield {**august, "on": "2023-09-12", "actor": SUCCESSOR}
    yield tiny.review("2023-09-18", "T1", tiny.AUGUST, "92")


@pytest.mark.parametrize("since", [MERGED_ON, "2023-07-01"])
async def test_given_a_merge_killed_in_its_middle_when_all_is_back_then_the_successor_goes_on(
    engine: EngineProcess, tmp_path: Path, since: str
) -> None:
    # given
    files = tiny.files(tmp_path, list(lines(since)), PORTFOLIO)
    stage = await Stage.build(engine, tmp_path, files=files)
    try:
        await stage.start_worker({"command": "unit.hand-over", "number": 12})
        await stage.drive(date(2023, 6, 15))
        assert reminded_of(stage, tiny.MAY) == [OLD]
        # when
        driving = asyncio.create_task(stage.drive(ENDS))
        await stage.worker_died()
        assert 0 < stage.count("unit.hand-over") < 1 + len(PAST)
        assert not of(stage, UNITS, SubjectsReached)
        await stage.start_worker(sweep=1.0)
        await driving
        # then
        await until(lambda: stage.stored(NEW_YEAR) > 0, "the successor has its year")
        each_is_handed_over_once(stage, since)
        the_successor_went_on(stage)
        settled_once(stage)
        await nobody_is_behind(stage)
        assert {T1, UNITS, OLD_YEAR, NEW_YEAR} <= await replay_all(stage)
    finally:
        stage.close()


def of(stage: Stage, stream: str, kind: type[Any]) -> list[Any]:
    """The events of a kind of one subject."""
    return [one.event for one in stage.log.read(stream) if isinstance(one.event, kind)]


def each_is_handed_over_once(stage: Stage, since: str) -> None:
    """Every project of the unit by the command of the merge, on the day; the unit's year too."""
    events = recorded(stage.log)
    (merge,) = [one for one in events if one.event.name == "unit.merged"]
    handed = [one for one in events if one.event.name == "unit.handed-over"]
    past = [f"{tiny.COUNTY}/{half.PAST}/{code}" for code in PAST]
    assert sorted((one.stream, one.command_id) for one in handed) == sorted(
        (one, uuid5(merge.id, one)) for one in [T1, *past]
    )
    assert {one.caused_by for one in handed} == {merge.id}
    assert {str(one.effective_on) for one in handed} == {since}
    assert of(stage, UNITS, SubjectsReached) == [
        SubjectsReached(of=merge.version, subjects=2 + len(PAST), accepted=2 + len(PAST))
    ]
    ended = [one.event.name for one in stage.log.read(OLD_YEAR)]
    assert ended[-2:] == ["unit.ended", "subjects.reached"]
    took_over = [one.event.name for one in stage.log.read(NEW_YEAR)]
    assert took_over[:2] == ["unit.added", "unit.succeeded"]
    (succeeded,) = [one for one in events if one.event.name == "unit.succeeded"]
    causes = read_leaves(stage.log).causes(str(succeeded.id))
    assert str(merge.id) in {one["event_id"] for one in causes}


def the_successor_went_on(stage: Stage) -> None:
    """The old unit is refused and told of the new one, which is reminded and files."""
    (refused,) = [outcome for _, outcome in stage.acknowledged if outcome["status"] == "refused"]
    assert refused["code"] == "unit-ended"
    assert NEW in refused["en"]
    filed = [one for one in stage.log.read(T1) if one.event.name == "monitoring.result-filed"]
    assert [one.actor.organisation for one in filed] == [OLD, NEW]
    assert reminded_of(stage, tiny.AUGUST) == [NEW]


def reminded_of(stage: Stage, node: str) -> list[str]:
    """The organisations to which reminders of a round's result were written, up to now."""
    with closing(open_outbox(stage.url)) as outbox:
        OutboxFiller(stage.log, outbox, stage.folder, drill=True).catch_up()
        letters = [row.letter for row in outbox.rows()]
    return [one.organisation for one in letters if one.title.startswith(f"【提醒】监控结果 {node}")]
