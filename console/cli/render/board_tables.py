"""Tables, days and states of the boards, as a terminal shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.style import StyleType
from rich.table import Table
from rich.text import Text

from console.cli.render import board_words as words
from projections.boards.rows import DeadlineRow, DeadlineState

STYLES = {
    DeadlineState.OVERDUE: "red",
    DeadlineState.ESCALATED: "bold red",
    DeadlineState.MET_LATE: "yellow",
    DeadlineState.DUE: "yellow",
    DeadlineState.DUE_LATE: "yellow",
    DeadlineState.MET: "green",
}


class TextTable(Table):
    """A table whose cells are text: what people wrote is no markup."""

    def add_row(
        self,
        *cells: RenderableType | None,
        style: StyleType | None = None,
        end_section: bool = False,
    ) -> None:
        """Add a row; see `Table.add_row`."""
        shown = (Text(cell) if isinstance(cell, str) else cell for cell in cells)
        super().add_row(*shown, style=style, end_section=end_section)


def table(title: str | None, *columns: str) -> Table:
    """A table; a title is text, and a name in it no markup."""
    shown = None if title is None else Text(title, style="bold")
    drawn = TextTable(title=shown, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        drawn.add_column(column, overflow="fold")
    return drawn


def or_none(drawn: Table) -> RenderableType:
    """A table, or a word where it has no rows."""
    if drawn.row_count:
        return drawn
    return Text(f"{drawn.title or ''} 无 none".strip(), style="dim")


def named(*parts: str | None) -> Text:
    """What is known of a code and a name, as text: no markup."""
    return Text(" ".join(part for part in parts if part) or "–")


def state(found: DeadlineState) -> Text:
    """How a deadline stands."""
    return Text(words.STATES[found], style=STYLES.get(found, ""))


def states(counts: Mapping[DeadlineState, int]) -> Text:
    """How many deadlines stand how."""
    shown = (
        Text(f"{words.STATES[found]} {counts[found]}", style=STYLES.get(found, ""))
        for found in DeadlineState
        if found in counts
    )
    return Text(" · ").join(shown)


def day(found: date | None) -> str:
    """A day, or a dash."""
    return found.isoformat() if found else "–"


def done(row: DeadlineRow) -> Text:
    """The day on which a deadline was met, beside the one in the log that it takes the place of."""
    shown = Text(day(row.filed_on))
    if row.recorded_on is not None:
        shown.append(f"（更正 annotated，记录日 on record {row.recorded_on}）", style="magenta")
    return shown


def position(found: int) -> Text:
    """The log position that an answer is built on."""
    return Text(f"日志位置 log position {found}", style="dim")
