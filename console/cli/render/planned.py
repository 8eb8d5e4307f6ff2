"""The later registrations of a portfolio, in words and as a table."""

from __future__ import annotations

from rich.table import Table

from console.cli.render import board_words as words
from console.cli.render.board_tables import named, table
from projections.planned_openings import PlannedOpening

SHOWN = 20
"""The number of lines shown; `--json` gives all."""


def planned_line(one: PlannedOpening) -> str:
    """The message that a subject will be registered on a later day."""
    return (
        f"{one.stream} 已列入 {one.by} 的项目库，自 {one.on} 起登记 / "
        f"is in the portfolio of {one.by} and is registered on {one.on}"
    )


def planned_table(planned: tuple[PlannedOpening, ...]) -> Table:
    """The first of what is planned, by day."""
    more = f"（前 {SHOWN} 项 the first, all: --json）" if len(planned) > SHOWN else ""
    drawn = table(
        f"待登记 planned to open: {len(planned)}{more}",
        *("登记日 on", "对象 of", "单位 unit", "名称 name"),
    )
    for one in planned[:SHOWN]:
        unit, name = named(one.unit, one.unit_name), named(one.code, one.name)
        drawn.add_row(str(one.on), words.kind(one.kind), unit, name)
    return drawn
