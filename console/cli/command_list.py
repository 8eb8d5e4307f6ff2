"""The commands of `jixiao`; the code of each is the module of its name in `console.cli.commands`.

A command's module is loaded only when the command is called. The list of commands, with one line
each, is a separate table, because models, the engine's client and readers of workbooks take long to
load.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

COMMANDS = {
    "up": "Run server, worker and web UI on this machine until Ctrl-C, and print their addresses.",
    "init": "Lead a county without a pack of rules from an empty directory to an open year, step by"
    " step.",
    "year-open": "Propose the work year that follows a year in the log, show the differences, and"
    " open it.",
    "worker": "Run a worker alone until SIGTERM or Ctrl-C.",
    "drill": "Run exactly the acts of a scenario, every deadline a timer, and report what came of"
    " it.",
    "submit": "Send acts to the running stack; exit 3 when one is refused, 2 for a file that cannot"
    " be read.",
    "attach": "Attach documents to a project, a unit's year or a work year, through the running"
    " stack.",
    "table": "表格 / Tables of people.",
    "status": "Show how a year's projects, units and institutions stand, or one of them.",
    "todo": "Show what is due from a unit, a role or a person, and what came back; else from"
    " everybody.",
    "catch-up": "Show the duties that were over when a year was opened late, and the ways on from"
    " each.",
    "acts": "Show the acts that are possible on a subject now, by whom; or print the template of"
    " one.",
    "calendar": "Show the deadlines by day, with how many subjects are in which state.",
    "overdue": "Show what is overdue, by role and by unit: on the day of --on, of --as-of, or"
    " today.",
    "rectifications": "Show what is to be rectified, by unit and source: open, overdue, closed.",
    "work-ledger": "Show every duty of a work year by section and county: its day, how it stands,"
    " how late it is.",
    "indicators": "Show the library of indicators: versions, counts by class, and the indicators"
    " searched for.",
    "statement": "Show the figures of a work year, recomputed from the log, with the events behind"
    " each.",
    "diff": "Show what differs between what was known on two days, and the events that it comes"
    " from.",
    "selections": "Show what departments and the bureau selected and drew, and what it is short"
    " of.",
    "history": "Show what happened to a subject: who did what, when, by which clause; refusals"
    " too.",
    "problems": "Show what went wrong and how it was put right: reason and clause of each, by"
    " subject.",
    "explain": "Show who decided what, when, on which data, under which rule, clause and ruling,"
    " and why.",
    "replay": "Decide the recorded acts again under other rules and list what changes.",
    "schema": "Print the JSON Schema of commands (with who may take them) or of events.",
    "migrate": "Make or update the tables of the event log, and say which log it is and of what"
    " kind.",
    "split": "Split a log with real years and years of drills into two data directories.",
    "recover": "Start every open subject's workflow again from the log: lost, stuck, or differing"
    " from it.",
    "doctor": "Show the faults of log, contents, boards and workflows, and the remedy of each.",
    "backup": "Back up the event log with its contents and settings into one new file, while it is"
    " in use.",
    "restore": "Restore a backup into an empty data directory, all of it or nothing.",
    "demo": "Run 且末县's work year 2023 to its close; exit 1 if a figure differs.",
    "demo-bad-year": "Run 伽师县's budget year 2025 to July 2026, and show what went wrong and"
    " why.",
    "completion": "Print what a shell reads to complete commands, options, subjects and keys on"
    " TAB.",
    "document": "附件 / Documents attached to subjects.",
    "projections": "读模型 / The read models.",
    "rules": "规则：条款、取值、结论 / Rules with their clauses.",
    "packs": "规则包 / Packs of rules of a county's own.",
    "rulings": "口径与裁定 / How ambiguities are read.",
    "outbox": "通知发件箱 / Notices: reminders, returns and the like.",
}
"""The commands in the order of the help, each with the first sentence of its help."""


class _Listed(TyperGroup):
    """The commands of the table; a called command replaces its entry."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command of the first word and load it; raises `UsageError`."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name else listed, rest


def whole() -> typer.Typer:
    """The command line with all commands, none of them loaded."""
    app = _app(_Listed)
    for command, line in COMMANDS.items():
        app.command(command, help=line)(_stand_in)
    return app


def loaded(command: str) -> Any:
    """A command with its own options, from its module."""
    app = _app(TyperGroup)
    import_module(f"console.cli.commands.{command.replace('-', '_')}").register(app)
    return get_group(app).commands[command]


def _app(group: type[TyperGroup]) -> typer.Typer:
    app = typer.Typer(
        name="jixiao",
        cls=group,
        help="绩效: a government's budget-performance year, event by event.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
    )

    @app.callback()
    def named() -> None:
        """Be a group, however many commands are loaded; what a command logs is no result."""
        from console import logs  # noqa: PLC0415 - a page of help logs nothing

        logs.configure()

    return app


def _stand_in() -> None:
    """The entry of a command that is not loaded."""
