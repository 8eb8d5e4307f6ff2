"""`jixiao rules diff`: the differences of two jurisdictions, or of one on two days, by clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from console.cli.render.rules_output import day_or_today, refuse, say
from console.cli.render.rules_words import said, word
from domain.rules import BadInput, RuleBook
from domain.rules.engine.compare import (
    Difference,
    Point,
    Stated,
    differences,
    points_of,
    read_points,
)
from domain.rules.engine.questions import encode
from store.packs.packaged_packs import packaged_packs, packaged_source

POINTS = "differences.yaml"
Side = tuple[str, date]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="diff")(diff)


def diff(
    a: Annotated[str, typer.Argument(help="行政区划代码 / Code of one jurisdiction.")],
    b: Annotated[str, typer.Argument(help="另一个，或同一个 / Code of the other, or the same.")],
    on: Annotated[str | None, typer.Option(help="日期，默认今天 / The day, today if none.")] = None,
    on_b: Annotated[str | None, typer.Option(help="B 的日期 / The day for B, if another.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
) -> None:
    """Show where two jurisdictions, or one jurisdiction on two days, differ."""
    try:
        left = a, day_or_today(on)
        right = b, day_or_today(on_b) if on_b is not None else left[1]
        found = list(differences(_book(a), left[1], _book(b), right[1]))
    except BadInput as error:
        refuse(error)
    points = read_points(packaged_source(POINTS), POINTS)
    if as_json:
        said_both = [_as_json(one, points) for one in found]
        others = [point.model_dump(mode="json") for point in points if point.kind != "rule"]
        say(
            encode(
                {
                    "a": _side(left),
                    "b": _side(right),
                    "differences": said_both,
                    "not_values": others,
                }
            )
        )
    else:
        _show(left, right, found, points)


def _book(code: str) -> RuleBook:
    return RuleBook(packaged_packs(), code)


def _side(side: Side) -> dict[str, str]:
    return {"jurisdiction": side[0], "on": side[1].isoformat()}


def _as_json(one: Difference, points: Iterable[Point]) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "part": one.part,
        "points": points_of(one, points),
        "a": asdict(one.a) if one.a else None,
        "b": asdict(one.b) if one.b else None,
    }


def _show(left: Side, right: Side, found: list[Difference], points: tuple[Point, ...]) -> None:
    from rich.console import Console  # noqa: PLC0415 - Rich is slow to import
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    for one in found:
        heading = one.rule if one.part is None else f"{one.rule} / {word(one.part)}"
        console.print(Text(" ".join([heading, *points_of(one, points)]), style="bold"))
        table = Table(box=None, padding=(0, 2, 0, 0), expand=True)
        for code, day in (left, right):
            table.add_column(f"{code} {_name(code)} {day}", ratio=1, overflow="fold")
        table.add_row(Text(_column(one.a)), Text(_column(one.b)))
        console.print(table)
        console.print()
    console.print(Text(f"{len(found)} 处不同 difference(s)"))
    _show_others(points)


def _show_others(points: tuple[Point, ...]) -> None:
    say("名称、工具、来源、数量的不同（非取值） Not values of rules:")
    for point in points:
        if point.kind != "rule":
            say(f"  {point.id} {point.point.zh} {point.point.en}: {' '.join(point.clauses)}")


def _name(code: str) -> str:
    return packaged_packs().pack(code).name.zh


def _column(side: Stated | None) -> str:
    if side is None:
        return "没有规定 not stated"
    quotes = [f"{one.clause} {one.quote}" for one in side.citations]
    return "\n".join([said(side.value), *quotes])
