"""Commands as a person runs them on a terminal, on the data of a directory and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import structlog
import typer
from typer.testing import CliRunner, Result

from console.settings import TEMPORAL_ADDRESS
from store.settings import JIXIAO_STORE


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Commands on a terminal of so many columns.

    A store or an engine that the environment names is not seen.
    """

    app: typer.Typer
    columns: int = 200

    @classmethod
    def of(cls, *commands: ModuleType, columns: int = 200) -> CommandLine:
        """Take the commands that some modules of the console register."""
        app = typer.Typer()
        for command in commands:
            command.register(app)
        return cls(app, columns)

    def run(self, data: Path, *words: str) -> Result:
        """Run a command; logging is set back to what a fresh process has."""
        environment = {
            "COLUMNS": str(self.columns),
            JIXIAO_STORE: None,
            TEMPORAL_ADDRESS: None,
        }
        try:
            return CliRunner().invoke(self.app, [*words, "--data", str(data)], env=environment)
        finally:
            structlog.reset_defaults()

    def text(self, data: Path, *words: str) -> str:
        """What a command prints; that it fails is a mistake in the test."""
        told = self.run(data, *words)
        if told.exit_code != 0:
            raise AssertionError(told.output) from told.exception
        return told.stdout

    def read(self, data: Path, *words: str) -> Any:
        """What a command answers as JSON; that it fails is a mistake in the test."""
        return json.loads(self.text(data, *words, "--json"))


def expect_bad_input(result: Result, field: str) -> None:
    """Expect exit 2 and one line that names a field first, and nothing printed."""
    lines = result.stderr.splitlines(keepends=True)
    named = len(lines) == 1 and lines[0].startswith(f"{field}: ") and lines[0].endswith("\n")
    if (result.exit_code, result.stdout, named) != (2, "", True):
        raise AssertionError((result.exit_code, result.stdout, result.stderr))
