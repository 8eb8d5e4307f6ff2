"""Completion in the shell: a process of its own for each TAB, which never fails loudly."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import NoReturn

VARIABLE = "_JIXIAO_COMPLETE"
"""The variable by which a shell asks for the words that fit."""


def is_asked() -> bool:
    """Whether a shell asks for completion instead of running a command."""
    return bool(os.environ.get(VARIABLE))


def complete() -> NoReturn:
    """Print the words that fit and end with 0: a fault only means that there are none."""
    with Path(os.devnull).open("w", encoding="utf-8") as nothing, redirect_stderr(nothing):
        try:
            _print_words()
        except SystemExit:
            pass
        except Exception:  # noqa: BLE001, S110 - a TAB that finds nothing says nothing
            pass
    sys.exit(0)


def script(shell: str) -> str:
    """The script for a shell with which TAB completes the words of `jixiao`."""
    from typer._completion_shared import get_completion_script  # noqa: PLC0415 - one call needs it

    written = get_completion_script(prog_name="jixiao", complete_var=VARIABLE, shell=shell)
    # a colon stands inside the keys of deadlines: it does not end a word
    return f"COMP_WORDBREAKS=${{COMP_WORDBREAKS//:}}\n{written}" if shell == "bash" else written


def _print_words() -> None:
    from typer._completion_classes import completion_init  # noqa: PLC0415 - few calls complete

    from console.cli import command_list  # noqa: PLC0415

    completion_init()
    command_list.whole()(prog_name="jixiao", complete_var=VARIABLE)
