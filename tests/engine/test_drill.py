"""`jixiao drill` and `jixiao demo` on the tiny year."""

import asyncio
import json
from pathlib import Path

import psutil

from console.settings import running_file
from store import open_log, sqlite_url
from tests.engine import tiny
from tests.engine.command_line import Done, finished, is_server, run, start
from tests.engine.stage import until
from tests.engine.tiny import act, finance

ONE_TOO_MANY = act("2023-01-04", finance("fin-03"), "year.open")
"""The year is open already."""

PUBLISHED = {
    "jurisdiction": tiny.COUNTY,
    "name": "合成县",
    "title": "合成说明",
    "figures": [
        {
            "id": "F08",
            "title": "项目绩效目标",
            "title_en": "Project targets",
            "work_year": "2023",
            "values": [
                {"name": "projects", "value": "3", "unit": "projects", "clause": "QM-023"},
                {"name": "amount", "value": "600000", "unit": "yuan", "clause": "QM-024"},
            ],
        }
    ],
}


def order(folder: Path, lines: list[tiny.Line], *options: str | Path) -> list[str | Path]:
    """What drills these lines."""
    portfolio, scenario = tiny.write(folder, lines)
    where = ("--jurisdiction", tiny.COUNTY, "--work-year", str(tiny.YEAR), "--data", folder / "d")
    return ["drill", *where, "--portfolio", portfolio, "--scenario", scenario, *options]


async def drill(folder: Path, lines: list[tiny.Line], *options: str | Path) -> Done:
    return await run(*order(folder, lines, *options))


def position(data: Path) -> int:
    """How far the log of a drill has come, once its stack runs."""
    if not running_file(data).exists():
        return 0
    log = open_log(sqlite_url(data / "log.db"))
    try:
        return log.last_position()
    finally:
        log.close()


async def test_given_a_scenario_when_drilled_until_a_day_then_the_report_tells_what_came_of_it(
    tmp_path: Path,
) -> None:
    # given
    lines = sorted([*tiny.lines(), ONE_TOO_MANY], key=lambda line: str(line["on"]))
    out = tmp_path / "report.json"
    # when
    done = await drill(tmp_path, lines, "--until", "2023-06-13", "--json", out)
    # then
    assert done.code == 0, done.err
    report = json.loads(out.read_text())
    assert (report["jurisdiction"], report["work_year"]) == (tiny.COUNTY, tiny.YEAR)
    taken = [line for line in lines if str(line["on"]) <= "2023-06-13"]
    summary = report["summary"]
    assert (summary["acts"], summary["accepted"], summary["refused"]) == (
        len(taken),
        len(taken) - 1,
        1,
    )
    assert json.loads(done.out) == summary
    (refusal,) = report["refusals"]
    assert refusal["line"] == lines.index(ONE_TOO_MANY) + 1
    assert (refusal["command"], refusal["code"]) == ("year.open", "duplicate")
    assert refusal["zh"]
    assert refusal["on"] == "2023-01-04"
    (overdue,) = report["overdue"]
    assert (overdue["subject"], overdue["due"]) == ("652825/2023/T2", "2023-06-12")
    decisions = report["decisions"]
    assert [one["position"] for one in decisions] == list(range(1, len(decisions) + 1))
    assert max(one["on"] for one in decisions) == "2023-06-13"
    assert sum(summary["events"].values()) == len(decisions)
    reviewed = [one for one in decisions if one["event"] == "monitoring.reviewed"]
    assert all(one["clauses"] for one in reviewed)
    assert {one["subject"] for one in reviewed} == {"652825/2023/T1", "652825/2023/T3"}


async def test_given_a_drill_when_its_server_dies_then_it_takes_all_its_acts(
    tmp_path: Path,
) -> None:
    # given
    lines = tiny.lines()
    process = await start(*order(tmp_path, lines, "--until", "2023-06-13"))
    drilling = asyncio.create_task(finished(process))
    await until(lambda: position(tmp_path / "d") > len(list(tiny.bureau())), "the year runs")
    # when
    children = psutil.Process(process.pid).children(recursive=True)
    next(one for one in children if is_server(one)).kill()
    done = await drilling
    # then
    assert done.code == 0, done.err
    assert "the server ended, starting it again" in done.err
    taken = [line for line in lines if str(line["on"]) <= "2023-06-13"]
    summary = json.loads(done.out)
    assert (summary["acts"], summary["accepted"]) == (len(taken), len(taken))


async def test_given_a_bad_line_when_drilled_then_it_is_named_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    lines = tiny.lines()
    lines[3] = {**lines[3], "actor": {"id": "somebody"}}
    done = await drill(tmp_path, lines, "--json", tmp_path / "report.json")
    assert done.code == 2
    assert (
        done.err
        == f"{tmp_path / 'scenario.jsonl'}:4: actor.role: 角色：应为文本 / a text is expected\n"
    )
    assert not done.out
    assert not (tmp_path / "d").exists()
    assert not (tmp_path / "report.json").exists()


async def test_given_a_directory_with_a_log_when_drilled_then_it_is_left_alone(
    tmp_path: Path,
) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "log.db").touch()
    done = await drill(tmp_path, tiny.lines())
    assert done.code == 2
    assert "--data" in done.err
    assert [file.name for file in (tmp_path / "d").iterdir()] == ["log.db"]


async def test_given_two_demos_when_run_at_once_then_both_reproduce_every_figure(
    tmp_path: Path,
) -> None:
    # given
    tiny.write(tmp_path, tiny.lines())
    (tmp_path / "published.json").write_text(json.dumps(PUBLISHED))
    # when
    demos = [
        await start("demo", "--example", tmp_path, "--data", tmp_path / name)
        for name in ("one", "two")
    ]
    both = await asyncio.gather(*map(finished, demos))
    # then
    assert [done.code for done in both] == [0, 0], both
    assert all("every figure is reproduced" in done.out for done in both)


async def test_given_a_figure_that_is_not_reproduced_when_demonstrated_then_the_exit_says_so(
    tmp_path: Path,
) -> None:
    tiny.write(tmp_path, tiny.lines()[:40])
    (tmp_path / "published.json").write_text(json.dumps(PUBLISHED).replace("600000", "600001"))
    done = await run("demo", "--example", tmp_path, "--data", tmp_path / "d")
    assert done.code == 1
    assert "A FIGURE DIFFERS" in done.out
