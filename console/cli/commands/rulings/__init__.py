"""`jixiao rulings`: the reading of each ambiguity, or the ruling that is needed."""

from __future__ import annotations

import typer

from console.cli.commands.rulings import impact, show

app = typer.Typer(no_args_is_help=True, help="口径与裁定 / How ambiguities are read.")
for command in (impact, show):
    command.register(app)


def register(root: typer.Typer) -> None:
    """Add the commands."""
    root.add_typer(app, name="rulings")
