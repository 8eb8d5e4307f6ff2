"""A fan-out that a subject refuses: for a time, until the bureau rules, or for good."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from activities.command_handler import CommandHandler
from activities.fan_out.resend import all_unreached, send_again
from console.cli.commands import doctor, problems
from deploy.engine import EngineProcess
from domain.kernel.subject_ids import jurisdiction_year, organisations, unit_year
from domain.shared.fan_out.messages import Refused, SubjectsOpened, SubjectsReached
from domain.shared.fan_out.retry import SENDINGS
from testkit.command_line import CommandLine
from tests.edited_packs import OPEN_ASSESSMENT, written
from tests.engine import tiny
from tests.engine import tiny_evaluation as half
from tests.engine.holds import nobody_is_behind, settled_once
from tests.engine.replays import replay_all
from tests.engine.stage import Stage, subject, until

COMMANDS = CommandLine.of(doctor, problems)
DAY, BEFORE, RULED_ON, ENDS = date(2023, 1, 5), date(2023, 1, 10), "2023-01-11", date(2023, 1, 13)
YEAR, T1 = jurisdiction_year(tiny.COUNTY, tiny.YEAR), subject("T1")
PORTFOLIO = tiny.HEADER + "".join(
    f"{code},合成{kind},{unit},合成单位,general_public,initial,{DAY},false,false,false,false,{kind},"
    "false,100000,,\n"
    for code, unit, kind in (("T1", "U1", "project"), ("U1", "U1", "unit"), ("U2", "U2", "unit"))
)
RULING = {
    "ambiguity": "AMB-15",
    "text": "新增且重大的项目",
    "document": "合成裁定1号",
    "value": "new_and_major",
}


def lines(folder: Path) -> Iterator[tiny.Line]:
    """A county whose pack leaves open what is assessed, until the bureau rules."""
    for line in tiny.bureau():
        if line.get("pack") == tiny.COUNTY:
            yield {**line, "pack_file": written(folder, OPEN_ASSESSMENT)}
        else:
            yield line
    yield tiny.act(RULED_ON, tiny.finance("fin-03"), "ruling.record", **RULING)


Seen = tuple[list[tuple[str, str]], list[tuple[str, str]]]


async def shown(stage: Stage) -> Seen:
    """What the commands show, run beside the loop as from a shell."""
    return await asyncio.to_thread(seen, stage)


def seen(stage: Stage) -> Seen:
    """What the doctor and the problems say of subjects that were not reached."""
    found = json.loads(COMMANDS.run(stage.folder, "doctor", "--json").stdout)["findings"]
    told = COMMANDS.run(stage.folder, "problems", "--kind", "unreached", "--json").stdout
    return (
        [(one["code"], one["of"]) for one in found if one["code"].startswith("not-reached")],
        [(one["data"]["subject"], one["outcome"]["code"]) for one in json.loads(told)],
    )


def sendings(stage: Stage, owner: str) -> list[Any]:
    events = (one.event for one in stage.log.read(owner))
    return [one for one in events if isinstance(one, SubjectsOpened | SubjectsReached)]


async def test_given_a_refusal_for_a_missing_ruling_when_the_bureau_rules_and_the_worker_dies_then_it_is_taken_once(  # noqa: E501
    engine: EngineProcess, tmp_path: Path
) -> None:
    # given
    files = tiny.files(tmp_path, list(lines(tmp_path)), PORTFOLIO)
    stage = await Stage.build(engine, tmp_path, files=files)
    try:
        await stage.start_worker()
        await stage.drive(BEFORE)
        refused = Refused(code="needs-ruling", awaits=("exante.required",), count=1, subjects=(T1,))
        opened, *again = sendings(stage, YEAR)
        assert opened == SubjectsOpened(on=DAY, subjects=3, accepted=2, refused=(refused,))
        assert [(one.subjects, one.refused) for one in again] == [(1, (refused,))] * 2
        assert await shown(stage) == ([("not-reached", T1)], [(T1, "needs-ruling")])
        await stage.kill_worker()
        # when the worker dies behind the commit of the project, before the year records it
        await stage.start_worker({"command": "project.add", "number": 1})
        driving = asyncio.create_task(stage.drive(ENDS))
        await stage.worker_died()
        assert [one.event.name for one in stage.log.read(T1)] == ["project.added"]
        assert len(sendings(stage, YEAR)) == 3
        await stage.start_worker(sweep=1.0)
        await driving
        # then
        await until(lambda: len(sendings(stage, YEAR)) > 3, "the sending is recorded")
        last = sendings(stage, YEAR)[-1]
        assert (last.subjects, last.accepted, last.refused) == (1, 1, ())
        assert len(sendings(stage, YEAR)) == 4
        assert stage.count("project.add") == 4
        (added,) = [one for one in stage.log.read(T1) if one.event.name == "project.added"]
        assert str(added.effective_on) == RULED_ON
        assert await shown(stage) == ([], [])
        settled_once(stage)
        await nobody_is_behind(stage)
        assert {T1, YEAR} <= await replay_all(stage)
    finally:
        stage.close()


OLD, NEW = "U1", "U9"
OLD_YEAR, NEW_YEAR = (unit_year(tiny.COUNTY, half.PAST, one) for one in (OLD, NEW))
MERGED_ON = "2023-06-20"


def merging() -> Iterator[tiny.Line]:
    """The year of the unit that takes over was withdrawn."""
    yield from tiny.bureau()
    bureau = tiny.finance()
    ended = {"of": "overall-self-evaluation.filing", "decision": "合成处理"}
    left = {"reason": "合成理由", "executed": "760000", "duties": [ended]}
    yield tiny.act("2023-06-12", bureau, "unit.withdraw", subject=NEW_YEAR, **left)
    merged = {"unit": OLD, "successor": NEW, "successor_name": "合成单位九", "since": MERGED_ON}
    yield tiny.act(MERGED_ON, bureau, "unit.merge", document="合成机构改革方案", **merged)


async def test_given_a_final_refusal_then_it_is_sent_once_and_stays_shown(
    engine: EngineProcess, tmp_path: Path
) -> None:
    # given
    portfolio = half.HEADER + half.past_unit(OLD) + half.past_unit(NEW)
    files = tiny.files(tmp_path, list(merging()), portfolio)
    stage = await Stage.build(engine, tmp_path, files=files)
    try:
        await stage.start_worker()
        # when
        await stage.drive(date(2023, 7, 30))
        # then
        (told,) = sendings(stage, OLD_YEAR)
        refused = Refused(code="wrong-phase", final=True, count=1, subjects=(NEW_YEAR,))
        assert (told.subjects, told.accepted, told.refused) == (1, 0, (refused,))
        assert await shown(stage) == (
            [("not-reached-final", NEW_YEAR)],
            [(NEW_YEAR, "wrong-phase")],
        )
        assert len(sendings(stage, organisations(tiny.COUNTY))) == 1
        assert stage.count("unit.succeed") == 1
        settled_once(stage)
        await nobody_is_behind(stage)
    finally:
        stage.close()


async def test_given_the_last_sending_was_refused_when_the_doctor_mends_then_it_is_sent_once_more(
    engine: EngineProcess, tmp_path: Path
) -> None:
    # given the bureau rules after the last sending of the system's own
    later = [
        {**line, "on": "2023-02-08"} if line["command"] == "ruling.record" else line
        for line in lines(tmp_path)
    ]
    stage = await Stage.build(engine, tmp_path, files=tiny.files(tmp_path, later, PORTFOLIO))
    try:
        await stage.start_worker()
        await stage.drive(date(2023, 2, 9))
        assert len(sendings(stage, YEAR)) == SENDINGS
        found = [*all_unreached(stage.log, [CommandHandler(stage.log).view(YEAR)])]
        assert [one.subject for one in found] == [T1]
        # when two mend at once
        left = await asyncio.gather(
            *(send_again(stage.client, stage.log, found) for _ in range(2)),
        )
        # then
        assert left == [[], []]
        names = [one.event.name for one in stage.log.read(YEAR)]
        assert names[-2:] == ["subjects.sending-asked", "subjects.reached"]
        assert [one.event.name for one in stage.log.read(T1)] == ["project.added"]
        assert await shown(stage) == ([], [])
        settled_once(stage)
        await nobody_is_behind(stage)
        assert {T1, YEAR} <= await replay_all(stage)
    finally:
        stage.close()
