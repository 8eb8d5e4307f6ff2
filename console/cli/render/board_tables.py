"""Tables, dates and states of the boards for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.style import StyleType
from rich.table import Column, Table
from rich.text import Text

from console.cli.render import board_words as words
from console.cli.render.wrapping import Words, shares
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
    """A table of plain text: user text is not markup, and no word is cut."""

    def add_row(
        self,
        *cells: RenderableType | None,
        style: StyleType | None = None,
        end_section: bool = False,
    ) -> None:
        """Add a row; see `Table.add_row`."""
        shown = (Words.of(one) if isinstance(one, str | Text) else one for one in cells)
        super().add_row(*shown, style=style, end_section=end_section)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Share the width among the columns; if their words do not fit, print rows as lines."""
        asked = [_asked_by(column, console, options) for column in self.columns]
        least, most = [one.minimum for one in asked], [one.maximum for one in asked]
        room = options.max_width - 3 * len(asked) + (3 if not self.show_edge else 1)
        if sum(least) > room:
            yield from self._in_lines()
            return
        if sum(most) > room:
            for column, width in zip(self.columns, shares(least, most, room), strict=True):
                column.width = width
        yield from super().__rich_console__(console, options)

    def _in_lines(self) -> RenderResult:
        """Each row as separate lines: a column's name, and its cell."""
        if self.title:
            yield Words.of(self.title)
        shown = Table.grid(padding=(0, 2, 0, 0))
        shown.add_column(style="dim", no_wrap=True)
        shown.add_column(overflow="fold")
        for cells in zip(*(column.cells for column in self.columns), strict=True):
            for column, cell in zip(self.columns, cells, strict=True):
                shown.add_row(column.header, cell)
            shown.add_row()
        yield shown


def _asked_by(column: Column, console: Console, options: ConsoleOptions) -> Measurement:
    """A column's minimum and maximum width: its longest word, its longest line."""
    cells = [column.header, *column.cells]
    found = [Measurement.get(console, options, cell) for cell in cells]
    least = max(one.minimum for one in found)
    most = max(one.maximum for one in found)
    return Measurement(most if column.no_wrap else least, most)


def table(title: str | None, *columns: str) -> Table:
    """A table whose title is plain text, not markup."""
    shown = None if title is None else Words.of(Text(title, style="bold"))
    drawn = TextTable(title=shown, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        drawn.add_column(Words.of(column), overflow="fold")
    return drawn


def or_none(drawn: Table) -> RenderableType:
    """A table, or a word if it has no rows."""
    if drawn.row_count:
        return drawn
    return Text(f"{drawn.title or ''} 无 none".strip(), style="dim")


def named(*parts: str | None) -> Text:
    """A code and a name as plain text."""
    return Text(" ".join(part for part in parts if part) or "–")


def state(found: DeadlineState) -> Text:
    """The state of a deadline."""
    return Text(words.STATES[found], style=STYLES.get(found, ""))


def states(counts: Mapping[DeadlineState, int]) -> Text:
    """The number of deadlines per state."""
    shown = (
        Text(f"{words.STATES[found]} {counts[found]}", style=STYLES.get(found, ""))
        for found in DeadlineState
        if found in counts
    )
    return Text(" · ").join(shown)


def day(found: date | None) -> str:
    """A date, or a dash."""
    return found.isoformat() if found else "–"


def done(row: DeadlineRow) -> Text:
    """The date on which a deadline was met, with the logged date that it replaces."""
    shown = Text(day(row.filed_on))
    if row.imported:
        shown.append("（导入 imported）", style="cyan")
    if row.recorded_on is not None:
        shown.append(f"（更正 annotated，记录日 on record {row.recorded_on}）", style="magenta")
    return shown


def position(found: int) -> Text:
    """The log position of an answer."""
    return Text(f"日志位置 log position {found}", style="dim")
