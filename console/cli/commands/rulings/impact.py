"""`jixiao rulings impact`: the decisions before the newest ruling on an ambiguity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Annotated, Any

import typer

from console.cli.options import Data, StoreUrl
from console.cli.render.event_titles import title_of
from console.cli.render.rules_output import refuse, say, show_facts
from console.cli.render.rules_words import REASONS, STATUSES
from console.cli.render.rulings_recorded import as_row, told
from console.settings import data_dir, store_url
from domain.rules import BadInput
from domain.rules.engine.questions import encode
from projections.explain.ruling_impact import Decided, Ruled, decided_before, recorded_rulings
from store.factory import open_log
from store.packs.packaged_packs import packaged_packs


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(impact)


def impact(
    ambiguity: Annotated[str, typer.Argument(help="编号，如 AMB-08 / As AMB-08.")],
    jurisdiction: Annotated[
        str | None, typer.Option(help="行政区划代码，默认全部 / One jurisdiction, all if none.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
    data: Data = None,
    store: StoreUrl = None,
) -> None:
    """List the decisions taken before the newest ruling on an ambiguity: they stay as they are.

    Where nothing was ruled yet, all that rest on it: those that a ruling would leave behind.
    """
    with closing(open_log(store_url(data_dir(data), store))) as log:
        every = recorded_rulings(log, jurisdiction)
        ruled = [one for one in every if one.ambiguity == ambiguity]
        found = decided_before(log, ambiguity, ruled, jurisdiction)
        places = {stream.partition("/")[0] for stream in log.streams(jurisdiction or "")}
    try:
        _require_known(ambiguity, jurisdiction, places, known=bool(ruled or found))
    except BadInput as error:
        refuse(error)
    if as_json:
        say(encode(_as_json(ambiguity, ruled, found)))
    else:
        show_facts(_facts(ambiguity, ruled, found))


def _require_known(
    ambiguity: str, jurisdiction: str | None, places: set[str], *, known: bool
) -> None:
    packs = packaged_packs()
    if jurisdiction is not None and jurisdiction not in places | set(packs.jurisdictions):
        raise BadInput("jurisdiction", f"nothing is known of {jurisdiction}")
    read = (packs.reading(code, ambiguity) for code in packs.jurisdictions)
    if not known and not any(read):
        raise BadInput("ambiguity", f"nothing reads {ambiguity}, and nothing rests on it")


def _as_json(ambiguity: str, ruled: Sequence[Ruled], found: Sequence[Decided]) -> dict[str, Any]:
    return {
        "ambiguity": ambiguity,
        "rulings": [as_row(one) for one in ruled],
        "decisions": [_row(one) for one in found],
    }


def _row(decided: Decided) -> dict[str, Any]:
    return {
        "subject": decided.subject,
        "kind": "refusal" if decided.refused else "event",
        "name": decided.name,
        "on": decided.on.isoformat(),
        "actor": {"id": decided.who.id, "role": decided.who.role.value},
        "rule": decided.rule,
        "outcome": decided.outcome,
        "reason": decided.reason,
        "status": decided.status,
        "reading": decided.reading,
    }


def _facts(
    ambiguity: str, ruled: Sequence[Ruled], found: Sequence[Decided]
) -> Iterator[tuple[str, str]]:
    yield "编号 Id", ambiguity
    for one in ruled:
        yield "裁定 Ruling", told(as_row(one))
    if not ruled:
        yield "裁定 Ruling", "尚未裁定 nothing was ruled yet"
    if not found:
        yield "决定 Decisions", "没有 none rests on an earlier reading"
        return
    yield (
        "决定 Decisions",
        f"{len(found)} 项，按原口径作出，不因裁定而变 taken before, and unchanged",
    )
    for each in found:
        yield each.on.isoformat(), "\n".join(_lines(each))


def _lines(decided: Decided) -> Iterator[str]:
    title = "拒绝 refused" if decided.refused else title_of(decided.name, {})
    yield f"{decided.subject}  {title} {decided.name}  {decided.who.id} ({decided.who.role})"
    answered = REASONS[decided.reason] if decided.reason else encode(decided.outcome)
    yield f"{decided.rule}: {answered}"
    yield f"{STATUSES[decided.status]}: {decided.reading or '–'}"
