"""`jixiao rulings list` and `show`: the reading of each ambiguity of the documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from console.cli.options import Data, StoreUrl
from console.cli.render.rules_output import refuse, say, show_facts
from console.cli.render.rules_words import STATUSES
from console.cli.render.rulings_recorded import as_row, ruled_in, told
from domain.rules import BadInput
from domain.rules.engine.pack import Reading
from domain.rules.engine.questions import encode
from domain.rules.engine.rulings import Resting, resting_on
from store.packs.packaged_packs import packaged_packs

_Jurisdiction = Annotated[
    str | None, typer.Option(help="行政区划代码，默认全部 / One jurisdiction, all if none.")
]
_AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")]
_Ambiguity = Annotated[str, typer.Argument(help="编号，如 AMB-08 / As AMB-08.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="list")(list_readings)
    app.command()(show)


def list_readings(
    jurisdiction: _Jurisdiction = None,
    as_json: _AsJson = False,
    data: Data = None,
    store: StoreUrl = None,
) -> None:
    """List every ambiguity with its reading, or as blocked until the bureau rules.

    With a store, the newest ruling that each bureau recorded stands beside the reading.
    """
    try:
        rows = [_entry(one, jurisdiction) for one in _readings(jurisdiction)]
    except BadInput as error:
        refuse(error)
    ruled = ruled_in(data, store, jurisdiction)
    for row in rows:
        newest = {one.jurisdiction: one for one in ruled or () if one.ambiguity == row["ambiguity"]}
        row["recorded"] = None if ruled is None else [as_row(one) for one in newest.values()]
    if as_json:
        say(encode(rows))
    else:
        show_facts((row["ambiguity"], _line(row)) for row in rows)


def show(
    ambiguity: _Ambiguity,
    jurisdiction: _Jurisdiction = None,
    as_json: _AsJson = False,
    data: Data = None,
    store: StoreUrl = None,
) -> None:
    """Show one ambiguity: phrase, what is open, reading with reason, the values that rest on it.

    With a store, every ruling that was recorded on it, the oldest first: the last one is in force.
    """
    try:
        entry = _entry(_reading(ambiguity, jurisdiction), jurisdiction)
    except BadInput as error:
        refuse(error)
    ruled = ruled_in(data, store, jurisdiction)
    mine = [as_row(one) for one in ruled or () if one.ambiguity == ambiguity]
    entry["recorded"] = None if ruled is None else mine
    say(encode(entry)) if as_json else show_facts(_facts(entry))


def _reading(ambiguity: str, jurisdiction: str | None) -> Reading:
    for one in _readings(jurisdiction):
        if one.of == ambiguity:
            return one
    raise BadInput("ambiguity", f"nothing reads {ambiguity}")


def _readings(jurisdiction: str | None) -> Iterator[Reading]:
    packs = packaged_packs()
    seen: set[str] = set()
    for code in packs.chain(jurisdiction) if jurisdiction else packs.jurisdictions:
        for reading in packs.pack(code).readings:
            if reading.of not in seen:
                seen.add(reading.of)
                yield reading


def _entry(reading: Reading, jurisdiction: str | None) -> dict[str, Any]:
    packs = packaged_packs()
    codes = packs.jurisdictions if jurisdiction is None else (jurisdiction,)
    resting = {
        (one.jurisdiction, one.rule, one.value.part, str(one.value.effective)): one
        for code in codes
        for one in resting_on(packs, code, reading.of)
    }
    said = reading.model_dump(mode="json", exclude={"touched"})
    return {
        "ambiguity": said.pop("of"),
        **said,
        "rests": [_resting(one, reading) for one in resting.values()],
    }


def _resting(one: Resting, reading: Reading) -> dict[str, Any]:
    return {
        "jurisdiction": one.jurisdiction,
        "rule": one.touched.rule or one.rule,
        "part": one.value.part,
        "effective": one.value.effective.isoformat(),
        "at": one.touched.at,
        "clauses": [cite.clause for cite in one.value.cite],
        "status": one.touched.status or reading.status,
    }


def _line(row: dict[str, Any]) -> str:
    status = STATUSES[row["status"]]
    blocked = sorted({one["jurisdiction"] for one in row["rests"] if one["status"] == "blocking"})
    ruled = "".join(f"\n{told(one)}" for one in row["recorded"] or ())
    if row["ruling"] is None:
        return f"{status}: {row['phrase']}{ruled}"
    also = f"\n其中须先裁定 blocking in {' '.join(blocked)}" if blocked else ""
    return f"{status}: {row['ruling']['zh']}\n{row['ruling']['en']}{also}{ruled}"


def _facts(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "编号 Id", entry["ambiguity"]
    yield "原文 Phrase", entry["phrase"]
    yield "疑问 Open", entry["open"]
    yield "状态 Status", STATUSES[entry["status"]]
    if entry["ruling"]:
        yield "口径 Reading", f"{entry['ruling']['zh']}\n{entry['ruling']['en']}"
    yield "理由 Reason", entry["reason"]
    for one in entry["recorded"] or ():
        yield "裁定 Ruling", told(one)
    if entry["value"]:
        value = entry["value"]
        yield "裁定值 Value", f"{value['zh']}\n{value['en']}\n例 as {encode(value['example'])}"
    for one in entry["rests"]:
        status = "  须先裁定 blocking" if one["status"] == "blocking" else ""
        part = f" / {one['part']}" if one["part"] else ""
        clauses = " ".join(one["clauses"])
        yield one["jurisdiction"], f"{one['rule']}{part} 自 {one['effective']} {clauses}{status}"
