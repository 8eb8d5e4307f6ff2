"""Each database's SQL is written out as it is run, and made from no other's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from store.databases import check_statements, outbox_statements, statements
from store.splitting import rows as splitting

ROOT = Path(__file__).parents[2]
ROOMS = ("store", "projections")
OF_BOTH = ("store/databases", "store/outbox.py", "store/splitting", "store/migrations")
"""Where a statement may be run on either database."""

GATHERED = {"Statements", "CheckStatements", "OutboxStatements", "Table"}
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE)\s")
OF_SQLITE = re.compile(r"\?|\browid\b|\bjson_each\b|PRAGMA")
OF_POSTGRES = re.compile(r"%\(?\w*\)?s|\bnotification_id\b|\bjsonb_|::|\bunnest\b")

SQLITE = (statements.SQLITE, check_statements.SQLITE, outbox_statements.SQLITE)
POSTGRES = (statements.POSTGRES, check_statements.POSTGRES, outbox_statements.POSTGRES)
TABLES = (splitting.EVENTS, splitting.COMMANDS, splitting.CONTENTS, splitting.LETTERS)


def is_str_method(call: ast.Call) -> bool:
    """Whether a call makes a text of another; a path and a date are replaced in other ways."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name = call.func.attr
    return name in {"translate", "maketrans"} or (name == "replace" and len(call.args) > 1)


def of_sql(node: ast.AST) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    first = parts[0] if parts else node
    found = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return found and bool(SQL.match(str(first.value)))  # type: ignore[attr-defined]


def made(source: str, *, of_both: bool) -> Iterator[int]:
    """The lines at which a statement is made of something else than its own text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr | ast.BinOp):
            first = node.left if isinstance(node, ast.BinOp) else node
            if of_both and of_sql(first):
                yield node.lineno
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            formatted = called == "format" and of_sql(getattr(node.func, "value", node))
            constant = all(isinstance(given.value, ast.Constant) for given in node.keywords)
            if is_str_method(node) or formatted or (called in GATHERED and not constant):
                yield node.lineno


def files() -> Iterator[Path]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            if not file.name.startswith(("test_", "conftest")):
                yield file


def test_given_the_sources_then_every_statement_is_its_own_text() -> None:
    found = []
    for file in files():
        name = str(file.relative_to(ROOT))
        lines = made(file.read_text(), of_both=name.startswith(OF_BOTH))
        found += [f"{name}:{line}" for line in lines]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'x = STATEMENT.replace("?", "%s")',
        'x = Statements(read=_postgres("SELECT 1"))',
        "x = Statements(**{name: one(name) for name in NAMES})",
        'x = f"SELECT {columns} FROM outbox"',
        'x = "SELECT {} FROM outbox".format(columns)',
        'x = "SELECT 1 WHERE a = " + mark',
        'x = "SELECT 1 WHERE a = %s" % mark',
    ],
)
def test_given_a_statement_that_is_made_then_its_line_is_found(source: str) -> None:
    assert [*made(source, of_both=True)] == [1]


def test_given_other_replacements_then_they_are_no_statements() -> None:
    source = 'here.replace(there)\nday.replace(month=1)\nx = f"{n} rows"\nx = "SELECT 1"'
    assert [*made(source, of_both=True)] == []


def texts(of: Any) -> dict[str, str]:
    """The statements of a table of them."""
    found = {field.name: getattr(of, field.name) for field in fields(of)}
    return {name: text for name, text in found.items() if isinstance(text, str) and text}


@pytest.mark.parametrize("of", SQLITE)
def test_sqlite_is_asked_in_its_own_words(of: Any) -> None:
    assert {name for name, text in texts(of).items() if OF_POSTGRES.search(text)} == set()


@pytest.mark.parametrize("of", POSTGRES)
def test_postgres_is_asked_in_its_own_words(of: Any) -> None:
    assert {name for name, text in texts(of).items() if OF_SQLITE.search(text)} == set()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read_from_each_database_in_its_own_words(table: splitting.Table) -> None:
    assert not OF_SQLITE.search(table.from_postgres)
    assert not OF_POSTGRES.search(table.from_sqlite + table.insert)
    columns = table.from_sqlite.split("FROM", 1)[0].count(",") + 1
    assert table.from_postgres.split("FROM", 1)[0].count(",") + 1 == columns
    assert table.insert.count("?") == columns
