"""The commands of `jixiao`: each one is the module of its name in `console.cli.commands`.

A call loads the module that it needs: the engine's client and the readers of sheets take longer to
load than a board to be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

COMMANDS = (
    *("up", "worker", "drill", "submit", "attach", "document"),
    *("status", "calendar", "overdue", "projections", "statement", "diff", "selections"),
    *("history", "problems", "explain", "replay", "rules", "rulings", "schema", "outbox"),
    *("migrate", "split", "recover", "doctor", "backup", "restore", "demo", "demo-bad-year"),
)
"""The commands in the order in which help lists them."""


def for_words(words: Sequence[str]) -> typer.Typer:
    """The command line as far as `words` need it: the whole where they name no command."""
    asked = next((word for word in words if not word.startswith("-")), "")
    return _of((asked,) if asked in COMMANDS else COMMANDS)


def whole() -> typer.Typer:
    """The command line with all its commands."""
    return _of(COMMANDS)


def _of(commands: Sequence[str]) -> typer.Typer:
    app = typer.Typer(
        name="jixiao",
        help="绩效: a government's budget-performance year, event by event.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )

    @app.callback()
    def named() -> None:
        """Be a group, however many commands are loaded."""

    for command in commands:
        import_module(f"console.cli.commands.{command.replace('-', '_')}").register(app)
    return app
