"""Docstrings and comments name what exists: identifiers of the code, files, decisions."""

from __future__ import annotations

import ast
import builtins
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from tests.documents.pages import ROOT
from tests.documents.test_decisions import ALL, sources

WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*(?:\(\))?")
DECISIONS = re.compile(r"\bdecisions? ((?:\d{4}(?:, | and )?)+)")

OF_LIBRARIES = {
    "ActivityError": "temporalio",
    "CalledProcessError": "subprocess",
    "ConnectionUnavailableError": "eventsourcing",
    "PoolTimeout": "psycopg_pool",
    "UsageError": "click",
    "chinesecalendar": "the package's own name",
}
"""Names that only a docstring has, each with the library that defines it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A docstring or a comment, and where it stands."""

    where: str
    text: str

    def names(self) -> Iterator[str]:
        """The identifiers in backticks, the parts of a dotted name one by one.

        A name in capitals may be a placeholder (`CODE`), a name that ends in `_` a prefix.
        """
        for quoted in QUOTED.findall(self.text):
            if NAME.fullmatch(quoted):
                for word in WORD.findall(quoted):
                    if not word.isupper() and not word.endswith("_"):
                        yield word

    def decisions(self) -> Iterator[str]:
        """The numbers of the decisions that it cites."""
        for cited in DECISIONS.findall(re.sub(r"\s+", " ", self.text)):
            yield from re.findall(r"\d{4}", cited)


def notes_and_code(source: Path) -> tuple[list[Note], str]:
    """The docstrings and comments of a module, and all of its other text."""
    text = source.read_text("utf-8")
    lines, notes = text.splitlines(keepends=True), []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and _is_text(node.value):
            first, last = node.lineno - 1, node.end_lineno or node.lineno
            notes.append(Note(f"{source.name}:{node.lineno}", "".join(lines[first:last])))
            lines[first:last] = ["\n"] * (last - first)
    for one in tokenize.generate_tokens(StringIO("".join(lines)).readline):
        if one.type == tokenize.COMMENT:
            notes.append(Note(f"{source.name}:{one.start[0]}", one.string))
            code = lines[one.start[0] - 1][: one.start[1]]
            lines[one.start[0] - 1] = f"{code}\n"
    return notes, "".join(lines)


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


@cache
def read() -> tuple[tuple[Note, ...], frozenset[str]]:
    """All notes of the tree, and the words that its code and its file names consist of."""
    notes: list[Note] = []
    words = set(dir(builtins)) | OF_LIBRARIES.keys()
    for source in sources():
        found, code = notes_and_code(source)
        notes += found
        words.update(WORD.findall(code))
        words.update(WORD.findall(str(source.relative_to(ROOT))))
    return tuple(notes), frozenset(words)


def unknown(note: Note, words: frozenset[str]) -> list[str]:
    """The names in a note that the code does not have."""
    return [name for name in note.names() if name not in words]


def test_a_docstring_names_what_the_code_has() -> None:
    notes, words = read()
    gone = {note.where: unknown(note, words) for note in notes}
    assert {where: names for where, names in gone.items() if names} == {}


def test_a_docstring_cites_decisions_that_are_there() -> None:
    known = {one.number for one in ALL}
    notes, _ = read()
    cited = {(note.where, number) for note in notes for number in note.decisions()}
    assert {one for one in cited if one[1] not in known} == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Calls `gone_function` and `kept`.", ["gone_function"]),
        ("Of `Kept.gone`, by `kept()`.", ["gone"]),
        ("A placeholder `CODE`, a prefix `self_`, a command `jixiao up --data DIR`.", []),
        ("Twice ``gone`` is no name.", []),
    ],
)
def test_a_name_that_is_gone_is_found(text: str, names: list[str]) -> None:
    assert unknown(Note("here", text), frozenset({"kept", "Kept"})) == names


def test_the_numbers_of_decisions_are_found_across_lines() -> None:
    note = Note("here", "as decided (decisions 0502\n    and 0503); decision 1190 too")
    assert list(note.decisions()) == ["0502", "0503", "1190"]


def test_docstrings_and_comments_are_notes_and_the_rest_is_code(tmp_path: Path) -> None:
    source = tmp_path / "module.py"
    source.write_text(
        '"""Of `a`.\n\nMore.\n"""\n\n'
        "def kept() -> str:\n"
        '    """Of `b`."""\n'
        '    return "# of `c`"  # of `d`\n'
    )

    notes, code = notes_and_code(source)

    assert [(one.where, [*one.names()]) for one in notes] == [
        ("module.py:1", ["a"]),
        ("module.py:7", ["b"]),
        ("module.py:8", ["d"]),
    ]
    assert code.split() == ["def", "kept()", "->", "str:", "return", '"#', "of", '`c`"']
