"""The report of a split: the destination of each stream, and acts that cannot be separated."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from console.cli.errors import printable
from console.cli.render.boards import SHOWN
from console.cli.render.log_identity import identity_json, identity_line
from domain.kernel.vocabulary import SHANGHAI
from store import clock
from store.port import LogKind
from store.settings import JIXIAO_STORE
from store.splitting.assignment import Entangled
from store.splitting.split import Split
from store.splitting.writer import Part

_NAMES = {LogKind.REAL: "真实库 real log", LogKind.SIMULATED: "演练库 simulated log"}


def report_split(split: Split, as_json: bool) -> None:
    """Print the report."""
    if as_json:
        print(json.dumps(_as_json(split), ensure_ascii=False, indent=2))
        return
    for line in lines_of(split):
        print(printable(line))


def lines_of(split: Split) -> Iterator[str]:
    """The report, line by line."""
    for kind, part in split.parts.items():
        yield f"{_NAMES[kind]}: {part.directory}"
        yield f"  {identity_line(part.identity)}"
        yield f"  {_counts(part)}"
    yield from _listed("两库均有 in both logs", split.shared)
    yield from _listed("依首次记录时间归库 assigned by the time of the first act", split.guessed)
    yield from _listed("无法分开 cannot be untangled", [*_entangled(split)])
    yield from _ahead(split.parts[LogKind.REAL])
    yield "原库未改动 the log that was split is as it was"
    if os.environ.get(JIXIAO_STORE):
        yield f"新库在数据目录中，请先取消 {JIXIAO_STORE} / unset {JIXIAO_STORE} first"
    for part in split.parts.values():
        yield f"下一步 next: jixiao doctor --data {shlex.quote(str(part.directory))}"


def _counts(part: Part) -> str:
    told = {
        "年度 years": "、".join(part.years),
        "事项 subjects": part.subjects,
        "事件 events": part.events,
        "命令 commands": part.commands,
        "内容 contents": part.contents,
        "通知 letters": part.letters,
        "末位 last position": part.last_position,
    }
    return "，".join(f"{name} {value}" for name, value in told.items())


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"{title}: {len(lines)}"
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  … 另有 {len(lines) - SHOWN} 项 {len(lines) - SHOWN} more: --json"


def _entangled(split: Split) -> Iterator[str]:
    for one in split.at_the_other_clock:
        if one.kind is LogKind.REAL:
            why = (
                "件按演练时间记录的事项也在真实库 events at a drill's instants are in the real log"
            )
        else:
            why = (
                "件按真实时间记录的事项也在演练库 events at real instants are in the simulated log"
            )
        yield f"{one.stream}: {one.events} {why}"
    for one in split.caused_by_the_other:
        if one.kind is LogKind.REAL:
            why = "件由演练年度引起，在真实库 events in the real log were caused by a drill's year"
        else:
            why = (
                "件由真实年度引起，在演练库 events in the simulated log were caused by a real year"
            )
        yield f"{one.stream}: {one.events} {why}"


def _ahead(real: Part) -> Iterator[str]:
    """The line that says until when the real log accepts no act, after an act in the future."""
    if real.newest is None or real.newest <= clock.now():
        return
    until = f"{real.newest.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    yield (
        f"真实库最新记录为演练时间 {until}，此前不受理新的事项 / "
        f"the newest act of the real log is a drill's, at {until}: until then it takes no act"
    )


def _as_json(split: Split) -> dict[str, Any]:
    return {
        **{kind.value: _part_json(part) for kind, part in split.parts.items()},
        "both": list(split.shared),
        "assigned_by_time": list(split.guessed),
        "at_the_other_clock": [*map(_entangled_json, split.at_the_other_clock)],
        "caused_by_the_other": [*map(_entangled_json, split.caused_by_the_other)],
    }


def _part_json(part: Part) -> dict[str, Any]:
    told = asdict(part)
    newest = part.newest and part.newest.isoformat()
    identity = identity_json(part.identity)
    return {**told, "directory": str(part.directory), "identity": identity, "newest": newest}


def _entangled_json(one: Entangled) -> dict[str, Any]:
    return {"stream": one.stream, "in": one.kind.value, "events": one.events}
