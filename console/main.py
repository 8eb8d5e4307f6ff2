"""`jixiao`: the command line. Each command is a module of its own; this one puts them together."""

from __future__ import annotations

import sys

import typer

from console import (
    attaching,
    bad_year,
    demo,
    differing,
    doctoring,
    documents,
    drilling,
    explaining,
    history,
    keeping,
    migrating,
    outboxing,
    problems,
    reading,
    recovering,
    replaying,
    rules,
    rulings,
    schema,
    selecting,
    sending,
    stating,
    up,
)
from console.errors import InputError
from console.leaving import leave
from deploy.errors import EngineError
from store.port import StoreNotMigrated, StoreUnavailable
from store.settings import BadStoreUrl

app = typer.Typer(
    name="jixiao",
    help="绩效: a government's budget-performance year, event by event.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(rules.app, name="rules")
app.add_typer(rulings.app, name="rulings")
app.add_typer(outboxing.app, name="outbox")
app.add_typer(documents.app, name="document")
for command in (
    up,
    drilling,
    sending,
    attaching,
    reading,
    stating,
    differing,
    selecting,
    history,
    problems,
    explaining,
    replaying,
    schema,
    migrating,
    recovering,
    doctoring,
    keeping,
    demo,
    bad_year,
):
    command.register(app)

BAD_INPUT = 2
NOT_AVAILABLE = 1


def main() -> None:
    """Run the command line and end the process; what a person can put right is said in a line."""
    try:
        _run()
    except SystemExit as ended:
        leave(ended)


def _run() -> None:
    try:
        app()
    except (InputError, BadStoreUrl) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_INPUT)
    except (EngineError, StoreNotMigrated, StoreUnavailable) as error:
        print(error, file=sys.stderr)
        sys.exit(NOT_AVAILABLE)
