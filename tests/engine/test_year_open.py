"""The next work year from one in the log, killed and begun again, on the real engine."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from domain.kernel.vocabulary import business_date
from faults.waiting import until
from store import open_log, sqlite_url
from tests.engine.command_line import Done, run, start
from tests.engine.test_up import up

CODE = "652825"
TODAY = business_date(datetime.now(UTC))
YEAR = TODAY.year
NEXT = YEAR + 1
BUREAU = {"id": "fin-01", "organisation": f"{CODE}-finance", "role": "finance"}
HEADER = (
    "code,name,unit_code,unit_name,budget_type,origin,opened_on,is_new,is_major,one_off,"
    "key_project,subject_kind,confidential,initial,adjusted,executed"
)
ROW = (
    "{0},合成项目{0},U01,教育局,general_public,initial,{1}-01-05,true,false,{2},false,,false,{3},,"
)


def acts(folder: Path) -> Path:
    """The file of acts that adopts the packs and opens the year with three projects."""
    rows = [ROW.format("P001", YEAR, "false", 1_000_000), ROW.format("P002", YEAR, "true", 500)]
    rows += [ROW.format("P003", YEAR, "false", "250000.5")]
    (folder / "portfolio.csv").write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    chain = ("000000", "650000", "652800", CODE)
    lines: list[dict[str, Any]] = [
        {"command": "pack.adopt", "subject": f"{CODE}/packs", "pack": pack} for pack in chain
    ]
    portfolio = str(folder / "portfolio.csv")
    lines += [
        {"command": "year.open", "subject": f"{CODE}/{YEAR}", "portfolio_file": portfolio},
    ]
    file = folder / "acts.jsonl"
    file.write_text("\n".join(json.dumps({"actor": BUREAU, **line}) for line in lines))
    return file


def registered(data: Path) -> set[str]:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        found = {stream for stream in log.streams(f"{CODE}/{YEAR}/") if log.read(stream)}
    return {stream.rpartition("/")[2] for stream in found}


def openings(data: Path) -> list[str]:
    """What came of each act that opens the next year."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        return [row.outcome["status"] for row in log.commands(f"{CODE}/{NEXT}")]


async def killed_at_its_first_line(words: tuple[str, ...], begins: str) -> None:
    """Run it until it prints a line that begins so, and kill it there and then."""
    process = await start(*words)
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        if begins in line:
            break
    assert begins in line
    process.kill()
    await process.wait()


def fill_in(file: Path, amounts: dict[str, float]) -> None:
    book = load_workbook(file)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    at, code = titles.index("年初预算数") + 1, titles.index("项目编码") + 1
    for row in range(2, sheet.max_row + 1):
        wanted = amounts.get(sheet.cell(row, code).value)
        if wanted is not None:
            sheet.cell(row, at).value = wanted
    book.save(file)


async def test_given_a_year_in_the_log_then_the_next_one_is_opened_from_it_once(
    tmp_path: Path,
) -> None:
    data, bureau = tmp_path / "data", tmp_path / "bureau"
    words = ("year-open", "--from", f"{CODE}/{YEAR}", "--folder", str(bureau), "--data", str(data))
    file = bureau / CODE / f"portfolio-{NEXT}.xlsx"

    async def year_open(*more: str) -> Done:
        return await run(*words, *more)

    async with up(data):
        # given
        assert (await run("submit", str(acts(tmp_path)), "--data", str(data))).code == 0
        await until(lambda: registered(data) == {"P001", "P002", "P003"}, "three projects")
        # when it is killed after it wrote the file, it goes on with that file
        await killed_at_its_first_line(words, "已生成")
        done = await year_open()
        assert (done.code, done.err) == (0, "")
        assert "P002 合成项目P002：一次性项目" in done.out
        assert "第 2–3 行缺 年初预算数" in done.out
        # and a half-filled file opens nothing
        fill_in(file, {"P001": 1_200_000})
        refused = await year_open("--open-year", "--actor", "fin-01")
        assert (refused.code, openings(data)) == (2, [])
        # when it is whole, and the run is killed with the receipt, the year is open once
        fill_in(file, {"P003": 250_000.5})
        opens = (*words, "--open-year", "--actor", "fin-01")
        await killed_at_its_first_line(opens, "已办理 taken")
        assert openings(data) == ["accepted"]
        for more in ((), ("--open-year", "--actor", "fin-01")):
            done = await year_open(*more)
            assert (done.code, done.err) == (0, "")
            assert f"{CODE}/{NEXT} 已按 {file} 启动" in done.out
        assert openings(data) == ["accepted"]
        # then what was taken is what was shown, with the workbook beside it
        with closing(open_log(sqlite_url(data / "log.db"))) as log:
            opened = log.read(f"{CODE}/{NEXT}")[0].event
            kept = log.content(opened.portfolio).decode()
            assert log.content(opened.original) == file.read_bytes()
        assert [line.split(",")[0] for line in kept.split()] == ["code", "P001", "P003"]
        assert "1200000" in kept
        # and another file for the same year is refused with one line
        fill_in(file, {"P001": 1_300_000})
        refused = await year_open("--open-year", "--actor", "fin-01")
        assert (refused.code, refused.err.count("\n")) == (2, 1)
        assert "已启动，不能再次启动" in refused.err
        assert openings(data) == ["accepted"]
