"""The list of steps for people and for programs, with the command to type next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from console.cli.error_words import bilingual
from console.cli.errors import printable
from console.starting.county import County, Stand, Step
from console.starting.steps import LATER

TITLES = {
    Step.ANSWERS: "答复 answers",
    Step.UNITS: "单位清单 units",
    Step.FILES: "模板 templates",
    Step.PACKS: "规则包检查 packs checked",
    Step.ADOPT: "采用规则包 packs adopted",
    Step.CALENDAR: "公布工作日历 calendar",
    Step.PEOPLE: "登记人员任职 people",
    Step.YEAR: "启动年度 year open",
}
DONE, WAITS, WRONG = "✓", "…", "✗"
MOST_LINES = 20
BEFORE = "启用前已办的事项可补录 acts that were done before can be imported"


def mark(stand: Stand) -> str:
    """✓ done, ✗ something is wrong, … something is still to be done."""
    if stand.faults:
        return WRONG
    return DONE if stand.is_done else WAITS


def lines(found: Sequence[Stand]) -> Iterator[str]:
    """The steps, each with what is missing or wrong below it."""
    for stand in found:
        yield printable(f"{mark(stand)} {TITLES[stand.step]}：{_told(stand)}".rstrip("："))
        more = [str(fault) for fault in stand.faults] + [bilingual(one) for one in stand.missing]
        yield from (printable(f"    {line}") for line in more[:MOST_LINES])
        if len(more) > MOST_LINES:
            yield f"    另有 {len(more) - MOST_LINES} 处 / and {len(more) - MOST_LINES} more"
        yield from (printable(f"    {line}") for line in _notes(stand))
    for step in list(Step)[len(found) :]:
        yield f"{WAITS} {TITLES[step]}"


def _notes(stand: Stand) -> Iterator[str]:
    yield from (f"注意 note: {one}" for one in stand.notes[:MOST_LINES])
    if (left := len(stand.notes) - MOST_LINES) > 0:
        yield f"另有 {left} 处注意 / and {left} more notes（jixiao table check）"


def _told(stand: Stand) -> str:
    if not stand.acts:
        return stand.told
    waiting = f"待办理 {len(stand.acts)} 项 to be submitted"
    return f"{stand.told}；{waiting}" if stand.told else waiting


def as_json(found: Sequence[Stand], folder: str, following: str | None) -> dict[str, Any]:
    """The same for programs; `next` is the command to type, null when the year is open."""
    return {
        "folder": folder,
        "done": is_open(found),
        "steps": [
            {
                "step": stand.step.value,
                "done": stand.is_done,
                "told": stand.told,
                "missing": list(stand.missing),
                "faults": [str(fault) for fault in stand.faults],
                "acts": len(stand.acts),
                "notes": list(stand.notes),
            }
            for stand in found
        ],
        "next": following,
    }


def is_open(found: Sequence[Stand]) -> bool:
    """Whether the year is open."""
    return any(stand.step is Step.YEAR and stand.is_done for stand in found)


def following(
    found: Sequence[Stand], command: Callable[..., str], up: str | None, status: str
) -> str:
    """The command to type next, with what to do before it; `up` is null where a stack runs."""
    by_step = {stand.step: stand for stand in found}
    if any(stand.faults for stand in found):
        is_table = any(stand.faults and stand.read for stand in found)
        hint = "；加 --faults 有误.xlsx 可得标出错处的表格 marks them" if is_table else ""
        return f"{command()}（先改正上面 {WRONG} 的各项 after the faults are mended{hint}）"
    waits = [stand for stand in found if stand.acts]
    if up is not None and any(stand.step in LATER for stand in waits):
        return f"{up}（另开一个终端，保持运行 in another terminal）；再 then {command()}"
    year = by_step.get(Step.YEAR)
    if year is not None and year.acts:
        return f"{command('--open-year')}（启动后不能撤回；项目须已填全 cannot be taken back）"
    if any(stand.missing for stand in found if stand.step is not Step.CALENDAR):
        return f"{command()}（先补齐上面 {WAITS} 的各项 after what is missing is filled in）"
    return status if is_open(found) else command()


def is_late(found: Sequence[Stand], county: County) -> bool:
    """Whether the year is open and its first month is over: then there may be what came before."""
    return is_open(found) and county.today >= date(county.answers.work_year, 2, 1)
