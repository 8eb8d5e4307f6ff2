"""Receipts of `jixiao submit`: after a kill, of two clients at once, and of what was refused."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from store import open_log, sqlite_url
from store.port import CommandRow
from tests.engine import dying_submit, tiny
from tests.engine.command_line import WITHOUT_SERVER, Done, finished, write_lines
from tests.engine.test_up import acts, submit, up

TAKEN, ALREADY, REFUSED = "taken", "already-taken", "refused"
NEW = f"{tiny.COUNTY}/{tiny.YEAR}/T9"
ADMIT = {"actor": tiny.finance(), "command": "library.admit", "subject": NEW}
ADD = {
    "actor": tiny.finance(),
    "command": "project.add",
    "subject": NEW,
    "project_name": "合成项目九",
    "unit": "U9",
    "unit_name": "合成单位九",
    "budget_type": "general_public",
    "origin": "mid_year",
    "opened_on": "2023-01-05",
    "requested": "100000",
}
Told = list[dict[str, Any]]


async def killed_at_its_first_answer(file: Path, data: Path) -> Done:
    """Send a file; the client dies once it has its first answer."""
    words = ("submit", str(file), "--data", str(data), "--json")
    where = ("--jurisdiction", tiny.COUNTY, "--work-year", str(tiny.YEAR))
    client = await asyncio.create_subprocess_exec(
        sys.executable, dying_submit.__file__, *words, *where,
        stdout=PIPE, stderr=PIPE, env=WITHOUT_SERVER,
    )  # fmt: skip
    return await finished(client)


def told(done: Done) -> Told:
    return [json.loads(line) for line in done.out.splitlines()]


def came(done: Done) -> list[str]:
    return [one["receipt"] for one in told(done)]


def rows(data: Path) -> list[CommandRow]:
    """What people had decided, by stream."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        found = [row for stream in log.streams("") for row in log.commands(stream)]
    return [row for row in found if row.act["actor"]["role"] != "system"]


def is_each_taken_once(data: Path) -> bool:
    counted = Counter(row.request_hash for row in rows(data) if row.outcome["status"] == "accepted")
    return set(counted.values()) == {1}


async def test_given_a_client_that_is_killed_at_each_answer_then_the_next_says_what_was_taken(
    tmp_path: Path,
) -> None:
    data, file = tmp_path / "data", acts(tmp_path)
    count = len(file.read_text().splitlines())
    async with up(data):
        # when each client is killed after one act was taken, and before its receipt
        for taken in range(count):
            done = await killed_at_its_first_answer(file, data)
            assert done.code == -signal.SIGKILL, done
            assert came(done) == [ALREADY] * taken
        # then the act is in the log, and the next client says so
        last = await submit(file, data, "--json")
    assert (last.code, came(last)) == (0, [ALREADY] * count)
    assert [one["file"] for one in told(last)] == [str(file)] * count
    assert is_each_taken_once(data)
    assert len(rows(data)) == count


async def test_given_two_clients_when_they_send_a_file_at_once_then_each_act_is_taken_once(
    tmp_path: Path,
) -> None:
    data, file = tmp_path / "data", acts(tmp_path)
    early = write_lines(tmp_path / "early.jsonl", [ADMIT])
    add = write_lines(tmp_path / "add.jsonl", [ADD])
    async with up(data):
        # when
        both = await asyncio.gather(*[submit(file, data, "--json") for _ in range(2)])
        # then each says of each act that it was taken, then and under this id
        assert [done.code for done in both] == [0, 0], both
        one, other = (told(done) for done in both)
        for first, second in zip(one, other, strict=True):
            assert (first["command_id"], first["at"]) == (second["command_id"], second["at"])
            assert TAKEN in {first["receipt"], second["receipt"]} <= {TAKEN, ALREADY}
        assert is_each_taken_once(data)
        # and when both send what is refused, and its cause goes, and both send it again
        for _ in range(2):
            refused = await asyncio.gather(*[submit(early, data, "--json") for _ in range(2)])
            assert [done.code for done in refused] == [3, 3]
        assert (await submit(add, data)).code == 0
        both = await asyncio.gather(*[submit(early, data, "--json") for _ in range(2)])
        # then it is taken once
        assert [done.code for done in both] == [0, 0], both
        assert TAKEN in {came(done)[0] for done in both} <= {TAKEN, ALREADY}
        again = await submit(early, data)
    assert is_each_taken_once(data)
    # and people read when that was, and how it is taken once more
    assert again.out.startswith(f"{early}:1: 已办理过 already taken 20")
    assert '"again": 2' in again.out
