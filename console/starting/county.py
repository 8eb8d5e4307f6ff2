"""A county on its way: its steps, how each stands, and the acts of its bureau."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from console.cli.errors import InputError
from console.starting.answers import Answers
from console.starting.begun import Begun, begun
from console.starting.checks import read_units
from console.starting.filled_file import Checked, FilledFile
from console.starting.folder import Folder
from console.tables.remembered import RememberedColumns
from console.tables.units import Unit
from domain.kernel.vocabulary import Role

Act = dict[str, Any]
"""An act as a line of a file of acts has it."""


class Step(StrEnum):
    """The steps in their order."""

    ANSWERS = "answers"
    UNITS = "units"
    FILES = "files"
    PACKS = "packs"
    ADOPT = "adopt"
    CALENDAR = "calendar"
    PEOPLE = "people"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Stand:
    """How a step stands: `missing` is what people still have to do, `faults` what they mend.

    `told` says what was done. `acts` are what the step submits; the step is done when nothing is
    left in any of the three.
    """

    step: Step
    told: str = ""
    missing: tuple[str, ...] = ()
    faults: tuple[InputError, ...] = ()
    acts: tuple[Act, ...] = ()
    read: FilledFile | None = None
    """The file that the step reads."""
    remarks: tuple[str, ...] = ()
    """What should be known before the step is done, and holds nothing up."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was read of the file otherwise than it stands there, and remarks, until the end."""
        if self.is_done:
            return ()
        table = self.read.table.notes if self.read else ()
        read = (f"{self.read.path} {one.message()}" for one in table if self.read)
        return (*self.remarks, *read)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not (self.missing or self.faults or self.acts)


@dataclass
class County:
    """A county on its way: its folder, its answers, and where its log is."""

    folder: Folder
    answers: Answers
    store_url: str
    today: date
    faults: tuple[InputError, ...] = ()
    """What is wrong with the shape of the answers."""
    remembered: RememberedColumns | None = None
    """The columns of files that are called otherwise."""

    @property
    def code(self) -> str:
        """Its code; call it on sound answers only."""
        return self.answers.get("code")

    @cached_property
    def listed_units(self) -> tuple[tuple[Unit, ...], Checked]:
        """The units that are known so far, and what is missing or wrong in their list."""
        return read_units(self.folder, self.answers, self.remembered)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that are known so far."""
        return self.listed_units[0]

    def begun(self) -> Begun:
        """What was done so far."""
        return begun(self.store_url, self.code, self.answers.work_year)

    def refreshed(self) -> County:
        """The county with its files read afresh."""
        return replace(self)

    def act(self, command: str, subject: str, **fields: Any) -> Act:
        """An act of the bureau's official who acts."""
        actor = {
            "id": self.answers.get("actor"),
            "organisation": self.answers.get("organisation"),
            "role": Role.FINANCE.value,
        }
        return {"actor": actor, "command": command, "subject": subject, **fields}
