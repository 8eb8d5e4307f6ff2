"""The findings as a table on the terminal."""

from __future__ import annotations

from rich.table import Table

from bench.ratios import Asked, Findings, Limit, Measured

HEADER = ("what", "ours", "bare", "ratio", "spread", "limit", "met")


def table(findings: Findings) -> Table:
    """What was measured, with its ratio and limit."""
    made = Table(title="绩效 jixiao bench: ratios to bare", title_justify="left")
    for name in HEADER:
        made.add_column(name, justify="left" if name == "what" else "right", overflow="fold")
    for one in findings.measured:
        colour = "" if one.met else "red"
        made.add_row(*cells(one), style=colour)
    return made


def figures(findings: Findings) -> Table:
    """What is reported; red where it misses a limit of its own."""
    made = Table(show_header=False, box=None)
    for figure in findings.figures:
        made.add_row(figure.what, figure.value, style="red" if figure.met is False else "")
    return made


def cells(one: Measured) -> tuple[str, ...]:
    """A measurement as the cells of a row."""
    asked = one.asked
    limit = _limit(asked)
    if not one.run:
        return (asked.what, "–", "–", "–", "–", limit, "not run")
    least, most = one.spread
    spread = f"{least:.2f}–{most:.2f}" if len(one.pairs) > 1 else "one pair"
    return (
        asked.what,
        _figure(one.ours, asked.unit),
        _figure(one.bare, asked.unit),
        f"{one.ratio:.2f}",
        spread,
        limit,
        _met(one),
    )


def _limit(asked: Asked) -> str:
    if asked.limit is None:
        return "–"
    return f"{'≥' if asked.kind is Limit.FLOOR else '≤'} {asked.limit:g}"


def _met(one: Measured) -> str:
    if one.asked.limit is None:
        return "–"
    return "yes" if one.met else "NO"


def _figure(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.2f} {unit}"  # noqa: PLR2004
