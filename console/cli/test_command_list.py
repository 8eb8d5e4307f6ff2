import subprocess
import sys
from collections.abc import Iterator
from pkgutil import iter_modules
from typing import Any

import pytest
from typer.testing import CliRunner

from console.cli import commands
from console.cli.command_list import COMMANDS, loaded, whole

HEAVY = (
    *("temporalio", "eventsourcing", "structlog", "openpyxl", "sqlite3"),
    *("store.factory", "domain.kernel.message", "domain.subjects.registry"),
)
"""Models, and what else takes long to load."""


def loaded_by(*words: str) -> set[str]:
    """Which of the heavy modules a call loads, in a process of its own."""
    call = (
        "import sys; from console.main import main; sys.argv[0] = 'jixiao'\n"
        "try: main()\n"
        f"finally: print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", call, *words], check=False, capture_output=True, text=True
    )
    return set(eval(done.stdout.splitlines()[-1]))  # noqa: S307 - a list that the call printed


def test_every_module_among_the_commands_is_a_command() -> None:
    modules = {module.name for module in iter_modules(commands.__path__)}
    tests = {name for name in modules if name.startswith("test_")}

    assert modules - tests == {command.replace("-", "_") for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_line_on_a_command_is_that_of_its_module(command: str) -> None:
    assert loaded(command).get_short_help_str(1_000) == COMMANDS[command]


def test_the_help_lists_the_commands_in_the_order_of_the_table() -> None:
    lines = CliRunner().invoke(whole(), ["--help"], terminal_width=200).output.splitlines()
    listed = lines[lines.index("Commands:") + 1 :]

    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert [line.split(maxsplit=1)[1] for line in listed] == list(COMMANDS.values())


@pytest.mark.parametrize("command", ["status", "demo-bad-year", "rules"])
def test_a_command_has_its_own_options(command: str) -> None:
    done = CliRunner().invoke(whole(), [command, "--help"])
    assert (done.exit_code, done.output.splitlines()[0]) == (
        0,
        f"Usage: jixiao {command} "
        + {"status": "[OPTIONS] [subject]", "rules": "[OPTIONS] COMMAND [ARGS]..."}.get(
            command, "[OPTIONS]"
        ),
    )


@pytest.mark.parametrize("words", [["--help"], [], ["--wrong"], ["--wrong", "status"], ["statu"]])
def test_what_runs_no_command_loads_no_model(words: list[str]) -> None:
    assert loaded_by(*words) == set()


def test_a_board_is_shown_without_loading_the_engines_client() -> None:
    assert "temporalio" not in loaded_by("status", "--help")


WITHOUT_DECIDERS = (
    *("status", "todo", "calendar", "overdue", "projections", "statement", "selections", "history"),
    *("problems", "explain", "migrate", "backup", "restore", "document", "rules", "rulings"),
)
"""The commands whose help needs no subject's decider."""


def test_the_help_of_a_reading_command_loads_no_decider() -> None:
    loads = (
        "import sys; from console.cli.command_list import loaded\n"
        f"for command in {WITHOUT_DECIDERS}: loaded(command)\n"
        "print({'domain.subjects.registry', 'temporalio'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", loads], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "set()"


YEARS = {"year": "--budget-year", "work_year": "--work-year"}


def options(command: Any) -> Iterator[tuple[str, list[str]]]:
    """Each parameter of a command and of those below it, with its options."""
    for below in getattr(command, "commands", {}).values():
        yield from options(below)
    for one in command.params:
        yield one.name, list(one.opts)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_budget_year_and_a_work_year_have_one_option_each(command: str) -> None:
    for name, given in options(loaded(command)):
        assert "--year" not in given
        assert given == [YEARS[name]] if name in YEARS else not {*given} & {*YEARS.values()}
