"""Another organisation acts for a whole unit on its days only, on the real engine."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from domain.kernel.vocabulary import business_date
from store import open_log, sqlite_url
from tests.engine import tiny
from tests.engine.command_line import Done, run, write_lines
from tests.engine.test_receipts import ADD
from tests.engine.test_up import acts, submit, up

PEOPLE = f"{tiny.COUNTY}/organisations"
PROJECTS = [f"{tiny.COUNTY}/{tiny.YEAR}/W{number}" for number in range(3)]
OTHER = {"id": "o-1", "organisation": "U7", "role": "unit"}
_numbers = count()

Line = dict[str, Any]


def projects() -> list[Line]:
    """Three projects of one unit whose targets wait."""
    gates = {"actor": tiny.finance(), "command": "library.admit"}
    found: list[Line] = []
    for subject in PROJECTS:
        found += [{**ADD, "subject": subject}, {**gates, "subject": subject}]
    return found


def target(subject: str, **actor: str) -> Line:
    fields = {"amount": ADD["requested"], "execution_points": "10"}
    who = {**OTHER, **actor}
    line = {"actor": who, "command": "target.file", "subject": subject, **fields}
    return {**line, "indicators": tiny.indicators()}


def delegated(since: date, until: date) -> Line:
    days = {"since": str(since), "until": str(until), "document": "合成委托书"}
    who = {"actor": tiny.finance(), "command": "delegate", "subject": PEOPLE}
    return {**who, "unit": "U9", "organisation": OTHER["organisation"], **days}


def ended(last_day: date) -> Line:
    days = {"last_day": str(last_day), "document": "合成撤销书"}
    who = {"actor": tiny.finance(), "command": "delegation.end", "subject": PEOPLE}
    return {**who, "unit": "U9", "organisation": OTHER["organisation"], **days}


def filed(data: Path) -> list[str]:
    """The projects whose target is filed, with who filed it."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        found = [(one, log.read(one)) for one in PROJECTS]
    return [
        f"{subject} {recorded.actor.id}"
        for subject, events in found
        for recorded in events
        if recorded.event.name == "target.filed"
    ]


async def test_given_a_delegation_of_a_whole_unit_then_its_projects_are_acted_on_on_its_days(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    today = business_date(datetime.now(UTC))
    before, after = today - timedelta(days=1), today + timedelta(days=1)

    async def sent(*lines: Line) -> Done:
        file = write_lines(tmp_path / f"{next(_numbers)}.jsonl", list(lines))
        return await submit(file, data)

    async with up(data):
        # given three projects of a unit, and nobody who acts for it
        assert (await submit(acts(tmp_path), data)).code == 0
        assert (await sent(*projects())).code == 0
        refused = await sent(target(PROJECTS[0]))
        assert (refused.code, "wrong-organisation" in refused.err) == (3, True)
        # when the day before it is too late, and the day after too early
        assert (await sent(delegated(before, before))).code == 0
        assert "delegation-not-in-force" in (await sent(target(PROJECTS[0]))).err
        assert (await sent(delegated(after, after))).code == 0
        assert "才生效" in (await sent(target(PROJECTS[0]))).err
        # when it is today's, one act opens all projects of the unit, and todo lists them
        assert (await sent(delegated(today, after))).code == 0
        due = await run("todo", "--unit", OTHER["organisation"], "--data", data, "--json")
        assert {one["stream"] for one in json.loads(due.out)["duties"]} == set(PROJECTS)
        assert (await sent(target(PROJECTS[0]), target(PROJECTS[1]))).code == 0
        assert filed(data) == [f"{one} o-1" for one in PROJECTS[:2]]
        # when it is taken back, it acts no longer, and the unit itself does
        assert (await sent(ended(before))).code == 0
        assert "delegation-not-in-force" in (await sent(target(PROJECTS[2]))).err
        assert (await sent(target(PROJECTS[2], id="u-9", organisation="U9"))).code == 0
        assert filed(data)[2:] == [f"{PROJECTS[2]} u-9"]
        # and the histories tell for whom it acted, and what was ended
        told = await run("history", PROJECTS[0], "--data", data)
        assert "o-1（预算单位） 代 for U9" in told.out
        told = await run("history", PEOPLE, "--data", data)
        assert told.out.count("delegation.given") == 3
        assert "delegation.ended" in told.out
