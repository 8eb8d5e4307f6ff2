"""Explained decisions on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from console.cli.render.explain_words import DecisionText, Section, tell
from console.cli.render.wrapping import print_hanging
from projections.explain.explanation import Explained


def told(screen: Console, what: str, found: Iterable[Explained]) -> None:
    """Print decisions, each with its whole basis."""
    screen.print(Text(what, style="bold"))
    for one in found:
        _show(screen, tell(one))


def _show(screen: Console, decision: DecisionText) -> None:
    screen.print()
    head = Text(decision.title, style="bold red" if decision.refused else "bold")
    print_hanging(screen, "", head)
    when = " · ".join(f"{name} {value}" for name, value in decision.when)
    print_hanging(screen, " " * 2, Text(when))
    for section in decision.sections:
        _section(screen, section)


def _section(screen: Console, section: Section) -> None:
    print_hanging(screen, " " * 2, Text(section.heading, style="magenta"))
    for line in section.lines:
        print_hanging(screen, " " * 6, Text(line, style="italic" if section.quote else ""))
