"""`jixiao rules list` and `show`: the rules, and the value, origin and dates of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from console.cli.render.rules_output import day_or_today, refuse, say, show_facts
from console.cli.render.rules_words import STATUSES, family, said, word
from domain.kernel.answer import RulingRef
from domain.rules import BadInput, PackSet, RuleBook
from domain.rules.engine.basis import Basis, Timeline
from domain.rules.engine.compare import stated
from domain.rules.engine.questions import encode
from domain.rules.engine.registry import RULES, rule_of
from store.packs.packaged_packs import packaged_packs

Rows = Iterator[tuple[str, str]]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="list")(list_rules)
    app.command(name="show")(show)


def list_rules(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
) -> None:
    """List the rules and where each is stated."""
    rows = [
        {"rule": rule.id, "kind": rule.kind, "parts": list(rule.parts), "stated_by": _by(rule.id)}
        for rule in RULES.values()
    ]
    if as_json:
        say(encode(rows))
    else:
        show_facts(
            (str(row["rule"]), f"{family(str(row['rule']))} {' '.join(row['stated_by'])}")
            for row in rows
        )


def _by(rule: str) -> list[str]:
    packs, known = packaged_packs(), rule_of(rule)
    named = known.fallback.rule if known.fallback and known.derived else rule
    return [code for code in packs.jurisdictions if named in packs.loaded(code).rules]


def show(
    rule: Annotated[str, typer.Argument(help="规则编号 / Rule id.")],
    jurisdiction: Annotated[str, typer.Option(help="行政区划代码 / GB/T 2260 code.")],
    on: Annotated[str | None, typer.Option(help="日期，默认今天 / The day, today if none.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
) -> None:
    """Show what a rule says: value, history, where it is inherited from, quote, readings."""
    try:
        day = day_or_today(on)
        rule_of(rule)
        parts = RuleBook(packaged_packs(), jurisdiction).parts(rule)
    except BadInput as error:
        refuse(error)
    if as_json:
        shown = [_part(part, timeline, jurisdiction, day) for part, timeline in parts.items()]
        asked = {"rule": rule, "jurisdiction": jurisdiction, "on": day.isoformat()}
        say(encode({**asked, "parts": shown}))
    else:
        show_facts(_facts(rule, jurisdiction, day, parts))


def _part(part: str | None, timeline: Timeline, code: str, on: date) -> dict[str, Any]:
    now = timeline.on(on)
    history = [
        {"from": start.isoformat(), "value": _value(basis), **_origin(basis, code)}
        for start, basis in timeline.segments
    ]
    return {
        "part": part,
        "value": _value(now),
        **_origin(now, code),
        "citations": [asdict(one) for one in now.citations] if now else [],
        "rulings": [_ruling(one) for one in now.rulings] if now else [],
        "history": history,
    }


def _value(basis: Basis | None) -> Any:
    said_here = stated(basis)
    return None if said_here is None else said_here.value


def _origin(basis: Basis | None, code: str) -> dict[str, Any]:
    if basis is None:
        return {"stated_by": None, "inherited": False, "clauses": []}
    pack = basis.sources[0].id
    clauses = [one.clause for one in basis.citations]
    return {"stated_by": pack, "inherited": pack != code, "clauses": clauses}


def _ruling(ruling: RulingRef) -> dict[str, Any]:
    return {"ambiguity": ruling.ambiguity, "status": ruling.status, "ruling": ruling.ruling}


def _facts(rule: str, code: str, on: date, parts: dict[str | None, Timeline]) -> Rows:
    name = packaged_packs().pack(code).name
    yield "规则 Rule", f"{rule} {family(rule)}"
    yield "地区 Place", f"{code} {name.zh} {name.en}"
    yield "日期 On", on.isoformat()
    for part, timeline in parts.items():
        if part is not None:
            yield "", ""
            yield "部分 Part", word(part)
        yield from _now(timeline.on(on), code)
        yield from _history(timeline)


def _now(basis: Basis | None, code: str) -> Rows:
    here = stated(basis)
    if here is None or basis is None:
        yield "取值 Value", "没有规定 not stated"
        return
    yield "取值 Value", said(here.value)
    name = packaged_packs().pack(here.pack).name
    how = "本地规定 own" if here.pack == code else "继承 inherited"
    yield "出处 From", f"{how}: {here.pack} {name.zh} {name.en}"
    for citation in here.citations:
        yield citation.clause, f"{citation.quote}\n{citation.document}"
    for ruling in basis.rulings:
        yield ruling.ambiguity, reading_of(code, ruling, packaged_packs())


def reading_of(code: str, ruling: RulingRef, packs: PackSet) -> str:
    """The reading of an ambiguity in both languages; for an open one, its phrase."""
    reading = packs.reading(code, ruling.ambiguity)
    status = STATUSES[ruling.status]
    if ruling.ruling is None:
        return f"{status}: {reading.phrase if reading else ''}"
    english = reading.ruling.en if reading and reading.ruling else ""
    return f"{status}: {ruling.ruling}\n{english}"


def _history(timeline: Timeline) -> Rows:
    for start, basis in timeline.segments:
        if basis is None:
            yield f"自 {start}", "没有规定 not stated"
        else:
            clauses = " ".join(citation.clause for citation in basis.citations)
            yield f"自 {start}", f"{basis.sources[0].id} {clauses}"
