"""The duties of a year that begins late on a terminal, subject by subject, with the ways on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from console.cli.render import board_words as words
from console.cli.render.boards import as_json
from domain.subjects.catalogues import CATALOGUES
from projections.late_duties import Standing
from projections.late_opening import DutyOver, LateOpening

Ways = Mapping[str, Mapping[str, Any]]

STANDINGS: Mapping[Standing, str] = {
    Standing.FIRST: "应先办理 first",
    Standing.WAITS: "待先办事项导入 waits for those",
    Standing.OPEN: "待处理 open",
    Standing.IMPORTED: "已导入 imported",
    Standing.DROPPED: "已免办 dropped",
    Standing.DONE: "已补办 done",
}
WAYS = {
    "import": "启用前已办：导入 done before, import",
    "drop": "不再办理：批准例外 drop by an exception",
    "late": "现在补办（按迟报登记） do it late",
}


def json_of(found: LateOpening, ways: Sequence[Ways]) -> dict[str, Any]:
    """The answer as JSON values."""
    told: dict[str, Any] = as_json(found)
    told["duties"] = [
        {**duty, "ways": dict(own)} for duty, own in zip(told["duties"], ways, strict=True)
    ]
    return told


def lines_of(found: LateOpening, ways: Sequence[Ways]) -> Iterator[str]:
    """The answer as lines: a subject, its duties, and a line of an act for each way on."""
    opened = f"{found.opened} 启用 opened" if found.opened else "尚未启用 not open"
    yield f"{found.jurisdiction} {found.work_year} · {opened}"
    pairs = list(zip(found.duties, ways, strict=True))
    for stream, own in groupby(pairs, key=lambda one: one[0].stream):
        yield from _subject(stream, list(own))
    counts = _counts(found.duties)
    yield counts or "启用时没有已过期限的任务 / no duty was over at the opening"


def _subject(stream: str, pairs: Sequence[tuple[DutyOver, Ways]]) -> Iterator[str]:
    first = pairs[0][0]
    name = first.name or ""
    yield ""
    yield f"{words.kind(first.kind)} {name}（{stream}） {first.entered} 进入系统 entered"
    for duty, ways in pairs:
        yield f"  {_told(duty)}"
        for way, line in ways.items():
            yield f"    {WAYS[way]}:"
            yield f"      {json.dumps(line, ensure_ascii=False)}"


def _told(duty: DutyOver) -> str:
    day = f"{duty.planned}" if duty.planned else "未定 no day"
    is_act = duty.duty == duty.act  # a yearly act without a deadline of its own
    name = CATALOGUES.named(duty.duty) if is_act else words.deadline(duty.duty)
    parts = [name, day, duty.reference.replace(",", " ") or "–"]
    done = f" {duty.filed_on}" if duty.filed_on else ""
    return " · ".join((*parts, f"{STANDINGS[duty.standing]}{done}"))


def _counts(duties: Iterable[DutyOver]) -> str:
    found = [duty.standing for duty in duties]
    told = (f"{STANDINGS[one]} {found.count(one)}" for one in Standing if one in found)
    return " · ".join(told)
