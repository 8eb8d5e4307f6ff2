"""A county that comes with no pack, from an empty directory to an open year, on the real engine."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.kernel.vocabulary import business_date
from faults.waiting import until
from store import open_log, sqlite_url
from testkit.filled_files import fill, project
from tests.engine.command_line import Done, run, start
from tests.engine.test_up import up

CODE = "653130"
TODAY = business_date(datetime.now(UTC))
YEAR = TODAY.year
U01, U02 = ("U01", "教育局"), ("U02", "水利局")
ANSWERS = f"""\
code: {CODE}
name: 巴楚县
parent: 653100
work_year: {YEAR}
actor: fin-01
units:
  - {{code: U01, name: 教育局}}
  - {{code: U02, name: 水利局, department: U01}}
"""


async def init(folder: Path, data: Path, *words: str) -> Done:
    where = ("--folder", str(folder), "--data", str(data))
    return await run("init", *where, *words)


async def killed_at_its_first_receipt(folder: Path, data: Path) -> None:
    """Run it until it says that an act was taken, and kill it there and then."""
    process = await start("init", "--folder", folder, "--data", data)
    assert process.stdout is not None
    line = await process.stdout.readline()
    assert "已办理 taken" in line.decode()
    process.kill()
    await process.wait()


def acts(data: Path) -> list[tuple[str, str, str]]:
    """All acts of people that the log has, each with its outcome."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        rows = [row for stream in log.streams(CODE) for row in log.commands(stream)]
    people = [row for row in rows if row.act["actor"]["role"] != "system"]
    return sorted((row.stream, row.act["command"], row.outcome["status"]) for row in people)


def registered(data: Path) -> set[str]:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        found = {stream for stream in log.streams(f"{CODE}/{YEAR}/") if log.read(stream)}
    return {stream.rpartition("/")[2] for stream in found}


def fill_in(folder: Path) -> None:
    first = f"{YEAR}-01-01"
    fill(
        folder / "people.xlsx",
        ("fin-01", f"{CODE}-finance", "财政部门", first, None, "任命1号"),
        ("u01-01", "U01", "预算单位", first, None, "任命2号"),
    )
    rows = (("001", U01, first), ("002", U02, f"{YEAR}-01-05"), ("003", U02, TODAY))
    fill(folder / f"portfolio-{YEAR}.xlsx", *(project(*row) for row in rows))


async def test_given_an_empty_directory_then_a_county_without_a_pack_opens_its_year(
    tmp_path: Path,
) -> None:
    # given
    bureau, data = tmp_path / "bureau", tmp_path / "data"
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS)
    # when no stack runs, the files are written and the command is named
    begun = await init(bureau, data, "--answers", str(file))
    assert begun.code == 1
    assert f"jixiao up --data {data}" in begun.err
    assert (bureau / CODE / f"pack-{CODE}.yaml").exists()
    async with up(data):
        # when it runs, and init is killed and begun again, packs and calendar are there
        await killed_at_its_first_receipt(bureau, data)
        done = await init(bureau, data)
        assert (done.code, done.err) == (0, "")
        assert len(acts(data)) == 5
        # when the files are filled in, all is done but the opening, which is asked for
        fill_in(bureau / CODE)
        await killed_at_its_first_receipt(bureau, data)
        done = await init(bureau, data)
        assert "下一步 next: jixiao init" in done.out
        assert "--open-year" in done.out.splitlines()[-1]
        assert len(acts(data)) == 7
        done = await init(bureau, data, "--open-year")
        assert (done.code, done.err) == (0, "")
        assert "✓ 启动年度" in done.out
        # then the projects are registered, and run after run changes nothing
        await until(lambda: registered(data) == {"001", "002", "003"}, "three projects")
        before = acts(data)
        assert len(before) == 8
        assert {status for _, _, status in before} == {"accepted"}
        for words in ((), ("--open-year",), ("--status",)):
            done = await init(bureau, data, *words)
            assert (done.code, done.err) == (0, "")
        assert acts(data) == before
        told: dict[str, Any] = json.loads((await init(bureau, data, "--status", "--json")).out)
        assert told["done"]
        assert all(step["done"] for step in told["steps"])
        # and the adopted packs answer
        asked = ("grade.bands", "--on", str(TODAY), "--input", '{"score": 85}')
        rules = ("rules", "eval", *asked, "--jurisdiction", CODE, "--json", "--data", str(data))
        assert json.loads((await run(*rules)).out)["outcome"] == "good"
        # and a neighbour's pack is refused with the reason
        wrong = tmp_path / "wrong.jsonl"
        by = {"id": "fin-01", "organisation": f"{CODE}-finance", "role": "finance"}
        act = {"actor": by, "command": "pack.adopt", "subject": f"{CODE}/packs", "pack": "653129"}
        wrong.write_text(json.dumps(act))
        refused = await run("submit", str(wrong), "--data", str(data))
        assert refused.code == 3
        assert "653129 既不是 653130 本级，也不是其上级" in refused.err
