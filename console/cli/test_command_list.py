import subprocess
import sys

import pytest
from typer.main import get_group

from console.cli.command_list import MODULES, for_words, whole


def named(words: list[str]) -> set[str]:
    return set(get_group(for_words(words)).commands)


def test_every_command_of_every_module_is_in_the_table() -> None:
    told = [name for names in MODULES.values() for name in names]

    assert sorted(get_group(whole()).commands) == sorted(told)


@pytest.mark.parametrize("module", MODULES)
def test_a_call_loads_the_module_of_its_command_alone(module: str) -> None:
    for command in MODULES[module]:
        assert named([command, "--help"]) == set(MODULES[module])


@pytest.mark.parametrize("words", [[], ["--help"], ["no-such-command"]])
def test_a_call_that_names_no_command_is_told_of_all(words: list[str]) -> None:
    assert named(words) == set(get_group(whole()).commands)


def test_a_board_is_shown_without_loading_the_engines_client() -> None:
    loads = (
        "import sys; from console.cli.command_list import for_words; for_words(['status']);"
        "sys.exit('temporalio' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0
