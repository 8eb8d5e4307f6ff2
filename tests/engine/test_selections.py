"""The fan-out of a selection or a draw is killed in its middle: whoever it takes is told once."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid5

import pytest

from deploy.engine import EngineProcess
from domain.kernel.subject_ids import jurisdiction_year, unit_year
from domain.shared.fan_out.messages import Reaching, SubjectsReached
from tests.engine import tiny
from tests.engine import tiny_evaluation as half
from tests.engine.holds import nobody_is_behind, recorded, settled_once
from tests.engine.stage import Stage, until

CODES = [f"Y{number:02}" for number in range(1, 41)]
OWNER = "U-Y"
PORTFOLIO = half.HEADER + half.past_unit(OWNER) + "".join(half.past(one, OWNER) for one in CODES)
ENDS = date(2023, 6, 8)
YEAR = jurisdiction_year(tiny.COUNTY, tiny.YEAR)


@dataclass(frozen=True)
class Selecting:
    """An act that takes projects, by what they are told and what is recorded of each."""

    act: tiny.Line
    owner: str
    mark: str
    marked: str
    least: int


SELECTING = {
    "department": Selecting(
        half.select("2023-06-07", OWNER, CODES),
        unit_year(tiny.COUNTY, half.PAST, OWNER),
        "department-evaluation.mark-selected",
        "department-evaluation.marked-selected",
        len(CODES),
    ),
    "key": Selecting(
        half.select_key("2023-06-07", CODES),
        YEAR,
        "key-evaluation.mark-selected",
        "key-evaluation.marked-selected",
        len(CODES),
    ),
    "draw": Selecting(
        half.draw("2023-06-07", "0.8"),
        YEAR,
        "authenticity.mark-drawn",
        "authenticity.marked-drawn",
        32,
    ),
}


@pytest.mark.parametrize(
    ("named", "kills"), [*((named, ()) for named in SELECTING), ("department", ("server",))]
)
async def test_given_a_selection_killed_in_the_middle_when_all_is_back_then_each_is_told_once(
    engine: EngineProcess, tmp_path: Path, named: str, kills: tuple[str, ...]
) -> None:
    # given
    selecting = SELECTING[named]
    lines = [*tiny.bureau(), half.plan("2023-04-18", len(CODES)), selecting.act]
    stage = await Stage.build(engine, tmp_path, files=tiny.files(tmp_path, lines, PORTFOLIO))
    try:
        await stage.start_worker({"command": selecting.mark, "number": 12}, kills=kills)
        # when
        driving = asyncio.create_task(stage.drive(ENDS))
        await stage.worker_died()
        told = stage.count(selecting.mark)
        assert 0 < told < selecting.least
        assert not reached(stage, selecting.owner)
        if kills:
            await stage.restart_engine()
        await stage.start_worker(sweep=1.0)
        await driving
        # then
        await until(lambda: bool(reached(stage, selecting.owner)), "all are told")
        each_is_told_once(stage, selecting)
        settled_once(stage)
        await nobody_is_behind(stage)
    finally:
        stage.close()


def reached(stage: Stage, owner: str) -> list[SubjectsReached]:
    """What an owner recorded of whom it reached."""
    events = (one.event for one in stage.log.read(owner))
    return [event for event in events if isinstance(event, SubjectsReached)]


def each_is_told_once(stage: Stage, selecting: Selecting) -> None:
    """Every taken project has one mark, by the command of the event; nobody else has one."""
    (selection,) = [
        one for one in stage.log.read(selecting.owner) if isinstance(one.event, Reaching)
    ]
    taken = [one.subject for one in selection.event.reaches(selecting.owner)]
    assert len(taken) == len(set(taken)) == selecting.least
    marks = [one for one in recorded(stage.log) if one.event.name == selecting.marked]
    assert sorted((one.stream, one.command_id) for one in marks) == sorted(
        (subject, uuid5(selection.id, subject)) for subject in taken
    )
    assert {one.caused_by for one in marks} == {selection.id}
    assert stage.count(selecting.mark) == selecting.least
    assert reached(stage, selecting.owner) == [
        SubjectsReached(of=selection.version, subjects=selecting.least, accepted=selecting.least)
    ]
