import subprocess
import sys
from pkgutil import iter_modules

import pytest
from typer.main import get_group

from console.cli import commands
from console.cli.command_list import COMMANDS, for_words, whole


def named(words: list[str]) -> set[str]:
    return set(get_group(for_words(words)).commands)


def test_every_command_is_in_the_table() -> None:
    assert sorted(get_group(whole()).commands) == sorted(COMMANDS)


def test_every_module_among_the_commands_is_a_command() -> None:
    modules = {module.name for module in iter_modules(commands.__path__)}
    tests = {name for name in modules if name.startswith("test_")}

    assert modules - tests == {command.replace("-", "_") for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_call_loads_its_command_alone(command: str) -> None:
    assert named([command, "--help"]) == {command}


@pytest.mark.parametrize("words", [[], ["--help"], ["no-such-command"]])
def test_a_call_that_names_no_command_is_told_of_all(words: list[str]) -> None:
    assert named(words) == set(get_group(whole()).commands)


def test_a_board_is_shown_without_loading_the_engines_client() -> None:
    loads = (
        "import sys; from console.cli.command_list import for_words; for_words(['status']);"
        "sys.exit('temporalio' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0
