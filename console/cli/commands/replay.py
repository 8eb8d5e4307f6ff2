"""`jixiao replay`: the recorded acts of a work year under other rules, in memory only."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from console.cli.ask_boards import nothing_of, years_in
from console.cli.damaged_log import blamed_on_damage
from console.cli.errors import InputError
from console.cli.input.input_file import LARGEST_PACK, read_file
from console.cli.options import AsJson, Data, Jurisdiction, StoreUrl, WorkYear
from console.cli.render.replay_report import as_json, show
from console.settings import data_dir, store_url
from domain.kernel.plain_text import shown
from domain.rules import BadInput, PackError
from domain.rules.engine.pack_set import stated_jurisdiction
from domain.rules.engine.questions import once
from domain.rules.engine.registry import RULES
from projections.what_if.changes import Replayed
from projections.what_if.hypothetical_rules import HypotheticalRules, Ruling
from projections.what_if.overrides import TAKEN_FROM, Override
from projections.what_if.record import record_of
from projections.what_if.replay import replay as replay_year
from store.factory import open_log
from store.packs.packaged_packs import packaged_packs

_Pack = Annotated[
    str | None,
    typer.Option(
        "--pack",
        help="另一行政区划的规则 / The rules of another jurisdiction, as 653129.",
        metavar="CODE",
    ),
]
_RulesOn = Annotated[
    str | None,
    typer.Option(
        "--rules-on",
        help="按哪一天的规则（默认办理当日；--pack 不早于其规则生效日） / Ask the rules as on this "
        "day (default: the day of each act, with --pack not before its rules begin).",
        metavar="DATE",
    ),
]
_PackFile = Annotated[
    list[Path] | None,
    typer.Option("--pack-file", help="替换规则包 / A pack in the place of an adopted one."),
]
_Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="改动取值 / RULE[.PART].PLACE=VALUE, as monitoring.trigger.deviation.line.side="
        "at_least; RULE[.PART]=@CODE takes what another jurisdiction states.",
    ),
]
_Ruling = Annotated[
    list[str] | None,
    typer.Option("--ruling", help="假设的裁定 / A supposed ruling, as AMB-18=true."),
]
_Limit = Annotated[
    int, typer.Option("--limit", min=0, help="最多列出多少项 / How many changes to list.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(
    jurisdiction: Jurisdiction,
    work_year: WorkYear,
    pack: _Pack = None,
    rules_on: _RulesOn = None,
    pack_file: _PackFile = None,
    settings: _Set = None,
    rulings: _Ruling = None,
    limit: _Limit = 40,
    data: Data = None,
    store: StoreUrl = None,
    json_out: AsJson = False,
) -> None:
    """Decide the recorded acts again under other rules and list what changes.

    With no other rule at all nothing may change: that proves the log. What today's program would
    decide otherwise is listed apart, as stricter since.
    """
    other = HypotheticalRules(
        jurisdiction=pack,
        rules_on=_day(rules_on),
        texts=tuple(_text(path) for path in pack_file or ()),
        settings=tuple(setting_of(given) for given in settings or ()),
        rulings=tuple(ruling_of(given) for given in rulings or ()),
    )
    told = _replayed(store_url(data_dir(data), store), jurisdiction, work_year, other)
    if json_out:
        print(json.dumps(as_json(told), ensure_ascii=False, indent=2))
    else:
        show(Console(), told, limit)


def _replayed(url: str, jurisdiction: str, work_year: int, other: HypotheticalRules) -> Replayed:
    log = open_log(url)
    try:
        with blamed_on_damage(url):
            record = record_of(log, jurisdiction)
        if not any(entry.day.year == work_year for entry in record):
            why = nothing_of(f"{jurisdiction} {work_year}", years_in(log.streams("")))
            raise InputError("replay", None, "--work-year", why)
        with blamed_on_damage(url):
            return replay_year(log, record, jurisdiction, work_year, other, packaged_packs())
    except BadInput as error:
        raise InputError("replay", None, error.field, error.message) from error
    except PackError as error:
        first = error.faults[0]
        raise InputError(first.file, first.line, first.field, first.reason) from error
    finally:
        log.close()


def setting_of(given: str) -> Override:
    """Read `RULE[.PART].PLACE=VALUE` or `RULE[.PART]=@CODE`; raises `InputError`."""
    name, separator, text = given.partition("=")
    rule = next((known for known in _by_length() if name == known or _within(name, known)), None)
    if rule is None or not separator:
        raise InputError(
            "replay",
            None,
            "--set",
            f"{shown(given)} 应写作 规则.位置=值 / "
            f"{shown(given)} is not RULE.PLACE=VALUE of a rule",
        )
    place = tuple(name[len(rule) + 1 :].split(".")) if name != rule else ()
    part = None
    if RULES[rule].parts and place:
        part, *rest = place
        place = tuple(rest)
        if part not in RULES[rule].parts:
            known = ", ".join(RULES[rule].parts)
            raise InputError(
                "replay",
                None,
                "--set",
                f"{rule} 的部分为 {known}，没有 {part} / {rule} has the parts {known}, not {part}",
            )
    if text.startswith(TAKEN_FROM) != (not place):
        raise InputError(
            "replay",
            None,
            "--set",
            f"{name} 应设为值，整条规则设为 @地区代码 / "
            f"{name} is set to a value, a whole rule to @CODE",
        )
    return Override(rule, part, place, text[1:] if not place else _value("--set", text))


def _by_length() -> list[str]:
    return sorted(RULES, key=len, reverse=True)


def _within(name: str, rule: str) -> bool:
    return name.startswith(f"{rule}.")


def _value(option: str, text: str) -> Any:
    """A value as JSON, or the text itself if it is not JSON; a fraction stays exact, as text."""
    try:
        return json.loads(text, parse_float=str, parse_constant=str, object_pairs_hook=once)
    except json.JSONDecodeError:
        return text
    except BadInput as error:
        raise InputError("replay", None, option, str(error)) from error
    except (ValueError, RecursionError):
        why = f"{shown(text)} is too long a number, or nested too deeply"
        raise InputError("replay", None, option, why) from None


def ruling_of(given: str) -> Ruling:
    """Read `AMB-nn=VALUE`; raises `InputError`."""
    name, separator, text = given.partition("=")
    if not separator:
        raise InputError(
            "replay",
            None,
            "--ruling",
            f"{shown(given)} 应写作 AMB-nn=值 / {shown(given)} is not AMB-nn=VALUE",
        )
    return Ruling(name, _value("--ruling", text))


def _text(path: Path) -> tuple[str, tuple[str, bytes]]:
    content = read_file(path, LARGEST_PACK)
    try:
        code = stated_jurisdiction(content, str(path))
    except PackError as error:
        first = error.faults[0]
        raise InputError(first.file, first.line, first.field, first.reason) from error
    if code is None:
        raise InputError(
            str(path),
            1,
            "jurisdiction",
            "规则包未写明地区 / the pack says of no jurisdiction it is",
        )
    return code, (str(path), content)


def _day(given: str | None) -> date | None:
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise InputError("replay", None, "--rules-on", f"{given!r} is no date") from error
