"""The commands of `jixiao`, and the module that each is in.

A call loads the module that it needs: the engine's client and the readers of sheets take longer to
load than a board to be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

MODULES: dict[str, tuple[str, ...]] = {
    "up": ("up", "worker"),
    "drill": ("drill",),
    "submit": ("submit",),
    "attach": ("attach",),
    "document": ("document",),
    "status": ("status", "calendar", "overdue", "projections"),
    "statement": ("statement",),
    "diff": ("diff",),
    "selections": ("selections",),
    "history": ("history",),
    "problems": ("problems",),
    "explain": ("explain",),
    "replay": ("replay",),
    "rules": ("rules",),
    "rulings": ("rulings",),
    "schema": ("schema",),
    "outbox": ("outbox",),
    "migrate": ("migrate",),
    "recover": ("recover",),
    "doctor": ("doctor",),
    "backup": ("backup", "restore"),
    "demo": ("demo",),
    "demo_bad_year": ("demo-bad-year",),
}
"""Module -> its commands, in the order in which help lists them."""


def for_words(words: Sequence[str]) -> typer.Typer:
    """The command line as far as `words` need it: the whole where they name no command."""
    asked = next((word for word in words if not word.startswith("-")), "")
    return _of([module for module, names in MODULES.items() if asked in names] or list(MODULES))


def whole() -> typer.Typer:
    """The command line with all its commands."""
    return _of(list(MODULES))


def _of(modules: Sequence[str]) -> typer.Typer:
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

    for module in modules:
        import_module(f"console.cli.commands.{module}").register(app)
    return app
