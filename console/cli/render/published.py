"""A county's published figures and those recomputed from the event log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from console.cli.input.published_file import read_published
from console.cli.render.board_tables import TextTable
from console.cli.render.figure_words import in_wan, label
from projections.figures.figures import Figure, figures
from store.port import EventLog

_LABEL_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published value (or a value derived from published ones) and the recomputed value."""

    figure: str
    title: str
    name: str
    unit: str | None
    clauses: tuple[str, ...]
    basis: str | None
    published: str | None
    recomputed: str | None
    events: int
    years: str

    @property
    def equal(self) -> bool:
        """Whether both are the same value; `96` and `96.0` are.

        A value shown only for information equals nothing.
        """
        if self.recomputed is None or self.published is None:
            return self.recomputed is not None
        try:
            return Decimal(self.published) == Decimal(self.recomputed)
        except InvalidOperation:
            return self.published == self.recomputed


@dataclass(frozen=True, slots=True)
class Published:
    """The published figures of a county, as data."""

    title: str
    comparisons: tuple[Comparison, ...]
    doubts: tuple[tuple[str, str, str, str], ...]

    @property
    def equal(self) -> bool:
        """Whether every value is the same."""
        return all(one.equal for one in self.comparisons)


def compare(path: Path, log: EventLog) -> Published:
    """Compare a file of published figures with the log that should reproduce them.

    Raises `InputError`.
    """
    told = read_published(path)
    found: dict[tuple[str, str, str], dict[tuple[str, str], Figure]] = {}
    comparisons: list[Comparison] = []
    for figure in told["figures"]:
        year = figure["work_year"]
        key = (told["jurisdiction"], year, "")
        if key not in found:
            recomputed = figures(log, told["jurisdiction"], int(year))
            found[key] = {(one.id, one.name): one for one in recomputed}
        comparisons.extend(_compared(figure, found[key]))
    return Published(f"{told['name']} {told['title']}", tuple(comparisons), _doubts(told))


def _compared(figure: dict[str, Any], found: dict[tuple[str, str], Figure]) -> Iterator[Comparison]:
    values = [*figure["values"], *figure.get("derived", ()), *figure.get("beside", ())]
    for value in values:
        name = name_of(value)
        recomputed = found.get((figure["id"], name))
        yield Comparison(
            figure=figure["id"],
            title=f"{figure['title']} {figure['title_en']}",
            name=name,
            unit=value.get("unit"),
            clauses=tuple(value["from"]) if "from" in value else (value["clause"],),
            basis=value.get("amount_basis"),
            published=value.get("value"),
            recomputed=recomputed.value if recomputed else None,
            events=len(recomputed.events) if recomputed else 0,
            years=_years(figure),
        )


def _years(figure: dict[str, Any]) -> str:
    """The work year and, if given, the budget year."""
    years = (figure["work_year"], figure.get("budget_year"))
    return "/".join(year for year in years if year)


def name_of(value: dict[str, Any]) -> str:
    """The name of a published value in the recomputed figures."""
    return f"projects:{value['node']}" if "node" in value else str(value["name"])


def _doubts(told: dict[str, Any]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (figure["id"], doubt["ambiguity"], doubt["zh"], doubt["en"])
        for figure in told["figures"]
        for doubt in figure.get("doubts", ())
    )


def table(published: Published) -> Table:
    """Published and recomputed values, with the number of source events."""
    title = Text(published.title)
    shown = TextTable(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    shown.add_column("", overflow="fold", min_width=_LABEL_WIDTH)
    shown.add_column("公布\npublished", justify="right", no_wrap=True)
    shown.add_column("重算\nrecomputed", justify="right", no_wrap=True)
    shown.add_column("", no_wrap=True)
    shown.add_column("事件\nevents", justify="right", no_wrap=True)
    shown.add_column("条款\nclause")
    before = ""
    for one in published.comparisons:
        if one.figure != before:
            shown.add_row(Text(f"{one.figure} {one.title}", "bold").append(f" {one.years}", ""))
            before = one.figure
        shown.add_row(
            f"  {label(one.name)}{f' ({one.basis})' if one.basis else ''}",
            _amount(one.published, one.unit),
            _amount(one.recomputed, one.unit),
            Text("=", "green") if one.equal else Text("≠", "red"),
            str(one.events),
            " ".join(one.clauses),
        )
    return shown


def _amount(value: str | None, unit: str | None) -> str:
    if value is None:
        return "—"
    return value if unit != "yuan" else in_wan(value)
