"""The fan-out that registers the projects of a day is killed in its middle."""

import asyncio
from collections import Counter
from pathlib import Path

from deploy.engine import EngineProcess
from domain.kernel.subject_ids import jurisdiction_year
from tests.engine import tiny
from tests.engine.holds import Trail, Year, holds
from tests.engine.stage import Stage, subject

IDLE = [f"X{number}" for number in range(1, 31)]
"""Projects that are registered and then do nothing."""


def idle_row(code: str) -> str:
    kinds = "general_public,initial,2023-01-05,false,false,false,false,project,false"
    return f"{code},合成项目{code},U9,合成单位九,{kinds},1000,,\n"


def idle_trail() -> Trail:
    names = (
        ("project.added", "2023-01-05"),
        ("monitoring.round-skipped", "2023-06-01"),
        ("monitoring.round-skipped", "2023-09-01"),
    )
    return Counter((subject(code), name, on, "system") for code in IDLE for name, on in names)


async def test_given_an_opening_killed_in_the_middle_when_a_worker_is_back_then_it_is_whole(
    engine: EngineProcess, undisturbed: Year, tmp_path: Path
) -> None:
    # given
    rows = tiny.PORTFOLIO + "".join(idle_row(code) for code in IDLE)
    stage = await Stage.build(engine, tmp_path, files=tiny.files(tmp_path, portfolio=rows))
    try:
        await stage.start_worker({"command": "project.add", "number": 12})
        # when
        driving = asyncio.create_task(stage.drive(tiny.REGISTERED))
        await stage.worker_died()
        year = jurisdiction_year(tiny.COUNTY, tiny.YEAR)
        assert 0 < stage.count("project.add") < len(IDLE) + 2
        assert not [row for row in stage.log.commands(year) if "opening" in row.act["command"]]
        await stage.start_worker(sweep=1.0)
        await driving
        # then
        assert stage.count("project.add") == len(IDLE) + 2
        await holds(stage, undisturbed, idle_trail())
    finally:
        stage.close()
