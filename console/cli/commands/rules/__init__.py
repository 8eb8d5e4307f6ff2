"""`jixiao rules`: the rules of a jurisdiction, each with its clauses."""

from __future__ import annotations

import typer

from console.cli.commands.rules import check, coverage, diff, eval, show  # noqa: A004 - named as its command

app = typer.Typer(no_args_is_help=True, help="规则：条款、取值、结论 / Rules with their clauses.")
for command in (show, diff, check, coverage, eval):
    command.register(app)


def register(root: typer.Typer) -> None:
    """Add the commands."""
    root.add_typer(app, name="rules")


@app.callback()
def rules() -> None:
    """Ask the policy packs that come with the package, or those that a log has adopted (eval)."""
