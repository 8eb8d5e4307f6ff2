"""The folder of a county: its answers, its pack, and the files that it fills in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from console.cli.errors import InputError
from console.cli.input.input_file import LARGEST_PACK, read_file
from console.starting.answers import Answers
from console.starting.answers_file import as_yaml, read_answers
from console.starting.places import PREFECTURES
from console.starting.skeleton import skeleton
from console.starting.workbooks import template
from console.tables.kinds import KINDS
from console.tables.units import Unit
from domain.kernel.jurisdiction_codes import levels_above
from domain.kernel.vocabulary import Role
from domain.rules import PackSet, RuleBook
from domain.shared.names import role_name
from store.packs.packaged_packs import packaged_packs, packaged_texts

ANSWERS = "init.yaml"
_TEXT = (".csv", ".txt", ".tsv")

Texts = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a county below a directory of the bureau: `DIR/653130/`."""

    path: Path

    @classmethod
    def of(cls, directory: Path, code: str) -> Folder:
        """The folder of a code."""
        return cls(directory / code)

    @classmethod
    def found(cls, directory: Path) -> list[Folder]:
        """The folders below a directory in which a county has begun."""
        names = sorted(directory.glob(f"[0-9][0-9][0-9][0-9][0-9][0-9]/{ANSWERS}"))
        return [cls(name.parent) for name in names]

    @property
    def answers(self) -> Path:
        """The file of the answers."""
        return self.path / ANSWERS

    @property
    def units(self) -> Path:
        """The file of the units."""
        return self._filled("units")

    @property
    def people(self) -> Path:
        """The file of the people."""
        return self._filled("people")

    def portfolio(self, work_year: int) -> Path:
        """The file of a work year's portfolio."""
        return self._filled(f"portfolio-{work_year}")

    def _filled(self, stem: str) -> Path:
        """The file that people fill in: the workbook, or a text file in its place."""
        names = [self.path / f"{stem}{suffix}" for suffix in (".xlsx", *_TEXT)]
        return next((name for name in names if name.exists()), names[0])

    def pack(self, code: str) -> Path:
        """The file of the pack of a level that comes with none."""
        return self.path / f"pack-{code}.yaml"

    def read_answers(self) -> tuple[Answers, list[InputError]]:
        """The answers so far; none where the county has not begun."""
        return read_answers(self.answers) if self.answers.exists() else (Answers(), [])

    def write_answers(self, answers: Answers) -> None:
        """Write the answers, if they are others than those in the file."""
        self.write(self.answers, as_yaml(answers).encode())

    def write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all; the same content is not written again."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.read_bytes() == content:
                return
            beside = path.with_name(f".{path.name}.{os.getpid()}")
            beside.write_bytes(content)
            beside.replace(path)
        except OSError as error:
            raise InputError(
                str(path), None, "file", error.strerror or "cannot be written"
            ) from error

    def make(self, path: Path, content: Callable[[], bytes]) -> bool:
        """Write a file that people fill in or change, unless it is there; false where it is."""
        if path.exists():
            return False
        self.write(path, content())
        return True


def levels(code: str) -> tuple[str, ...]:
    """The codes whose packs are adopted, from the country down to `code`."""
    return (*reversed(levels_above(code)), code)


def without_pack(code: str) -> tuple[str, ...]:
    """The levels that come with no pack, the highest first."""
    return tuple(level for level in levels(code) if level not in packaged_packs().jurisdictions)


def make_packs(folder: Folder, answers: Answers, on: date) -> Iterator[Path]:
    """Write the skeletons of the levels that come with no pack; give those that were written.

    Raises `PackError` where the pack of a level above has faults.
    """
    code = answers.get("code")
    for level in without_pack(code):
        if folder.make(folder.pack(level), partial(_skeleton, folder, answers, level, on)):
            yield folder.pack(level)


def _skeleton(folder: Folder, answers: Answers, level: str, on: date) -> bytes:
    parent = levels_above(level)[0]
    above = RuleBook(PackSet.of(chain_texts(folder, parent)), parent)
    return skeleton(level, _name(answers, level), above, on).encode()


def _name(answers: Answers, level: str) -> tuple[str, str]:
    if level == answers.get("code"):
        return answers.get("name"), answers.get("name_en")
    name = answers.get("parent_name") or PREFECTURES.get(level, level)
    return name, f"Jurisdiction {level}"


def chain_texts(folder: Folder, code: str) -> Texts:
    """The texts of the packs of a code and the levels above it, those of the folder among them."""
    packaged = dict(packaged_texts())
    return [
        (str(folder.pack(level)), read_file(folder.pack(level), LARGEST_PACK))
        if level in without_pack(code)
        else (f"{level}.yaml", packaged[f"{level}.yaml"])
        for level in levels(code)
    ]


def make_units(folder: Folder, units: Sequence[Unit], empty: bool = False) -> bool:
    """Write the list of units, filled in with those that were answered.

    A workbook that is there and still `empty` takes units that were answered since.
    """
    rows = [(unit.code, unit.name, unit.department or "") for unit in units]
    content = partial(template, KINDS["units"], rows)
    if empty and units and folder.units.exists() and folder.units.suffix == ".xlsx":
        folder.write(folder.units, content())
        return True
    return folder.make(folder.units, content)


def make_templates(folder: Folder, answers: Answers, units: Sequence[Unit]) -> list[Path]:
    """Write the templates of people and portfolio; give those that were written."""
    codes = [unit.code for unit in units]
    bureau = answers.get("organisation")
    me = (answers.get("actor"), bureau, role_name(Role.FINANCE), "", "", "")
    people = partial(template, KINDS["people"], [me], {"organisation": [bureau, *codes]})
    portfolio = partial(template, KINDS["portfolio"], lists={"unit_code": codes})
    made = ((folder.people, people), (folder.portfolio(answers.work_year), portfolio))
    return [path for path, content in made if folder.make(path, content)]
