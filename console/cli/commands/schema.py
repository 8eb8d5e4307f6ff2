"""`jixiao schema`: the JSON Schema of lines of acts and of events, and the roles of each act."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import typer

import domain.subjects.registry  # noqa: F401 - registers every command and event
from console.cli import suggestions
from console.cli.errors import complain
from console.cli.input.line_schema import line_schema
from domain.kernel.message import Command, Event
from domain.kernel.vocabulary import Role


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(schema)


def schema(
    what: Annotated[Literal["commands", "events"], typer.Argument(help="What to print.")],
    name: Annotated[
        str | None,
        typer.Argument(help="One command or event by name.", autocompletion=suggestions.names),
    ] = None,
) -> None:
    """Print the JSON Schema of commands (with who may take them) or of events.

    That of a command is of one line of a file of acts: its fields, and around them actor, subject,
    id, again and so on (`part`: "envelope"). `filled_by_submit` marks the fields that `jixiao
    submit` fills itself, and `fills` the field of the line from which it does. A field that names a
    deadline, a filing, an act or the like has the known kinds of keys as `examples`; the command in
    `offered_by` lists the keys that fit a subject now.
    """
    found = command_schemas() if what == "commands" else event_schemas()
    if name is not None:
        if name not in found:
            complain(f"name: 没有此名称 / no {what[:-1]} is called {name!r}")
            raise typer.Exit(2)
        found = {name: found[name]}
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True))


def command_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every command by name; `who` lists the roles.

    A command that persons may take has the schema of a line of acts.
    """
    return {
        name: {"who": sorted(command.who), **_schema(command)}
        for name, command in Command.by_name.items()
    }


def _schema(command: type[Command]) -> dict[str, Any]:
    own = command.model_json_schema()
    return own if command.who == {Role.SYSTEM} else line_schema(command, own)


def event_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every event by name; `version` is the stored version."""
    return {
        name: {
            "version": event.version,
            "withholdable": list(event.withholdable),
            **event.model_json_schema(),
        }
        for name, event in Event.by_name.items()
    }
