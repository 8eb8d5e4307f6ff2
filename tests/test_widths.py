"""Commands on screens of 80, 120 and 200 columns: nothing is cut, and nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from console.cli.command_list import whole
from domain.subjects.catalogues import CATALOGUES
from testkit.command_line import CommandLine
from tests.bad_year import decide

YEAR = ("--jurisdiction", "653129", "--year", "2025")
PROJECT, UNIT = "653129/2025/P01", "653129/2025/unit/U01"
WIDTHS = (80, 120, 200)
UNBOUNDED = 2_000
WHOLE = (
    ("status", *YEAR),
    ("status", *YEAR, "--each"),
    ("status", *YEAR, "P01"),
    ("overdue", *YEAR),
    ("todo", "--jurisdiction", "653129"),
    ("todo", "--unit", "U02"),
    ("acts", PROJECT, "--all"),
    ("calendar", *YEAR),
    ("work-ledger", "--jurisdiction", "653129", "--work-year", "2025"),
    ("problems",),
    ("explain", PROJECT),
    ("history", PROJECT, "--full"),
    ("history", UNIT, "--full"),
)
"""What shows everything at every width."""

SHORT = (("history", PROJECT), ("history", UNIT), ("history", "653129/2025"))
FULL_HISTORY = (("history", PROJECT, "--full"), ("history", UNIT, "--full"))
"""What leaves out the data of an event where there is no room for all of them."""

_WORD = re.compile(r"[A-Za-z0-9][\w.:@/%-]*", re.ASCII)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("bad-year")
    with closing(decide(directory).log):
        return directory


@cache
def shown(data: Path, columns: int, words: tuple[str, ...]) -> str:
    return CommandLine(whole(), columns).text(data, *words)


def letters_of(text: str) -> Counter[str]:
    """How often each character is shown; the lines of tables and the room between words aside."""
    return Counter(one for one in text if not one.isspace() and one != "─")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("words", WHOLE + SHORT, ids=" ".join)
def test_no_line_is_longer_than_the_screen_and_no_word_is_cut(
    data: Path, columns: int, words: tuple[str, ...]
) -> None:
    # when
    narrow, wide = (shown(data, width, words) for width in (columns, UNBOUNDED))
    # then
    assert max(map(cell_len, narrow.splitlines())) <= columns
    assert set(_WORD.findall(narrow)) <= set(_WORD.findall(wide))
    assert narrow.count("…") <= wide.count("…")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("words", WHOLE, ids=" ".join)
def test_nothing_is_lost_on_a_narrow_screen(
    data: Path, columns: int, words: tuple[str, ...]
) -> None:
    narrow, wide = (shown(data, width, words) for width in (columns, UNBOUNDED))

    # then all is there; a table that does not fit repeats its columns' names in each row
    assert letters_of(wide) <= letters_of(narrow)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("words", SHORT[:2] + FULL_HISTORY, ids=" ".join)
def test_an_event_of_a_deadline_names_it_on_every_screen(
    data: Path, columns: int, words: tuple[str, ...]
) -> None:
    entries = CommandLine(whole()).read(data, *words[:2])
    keys = Counter(
        one["data"].get("deadline") or one["data"]["filing"]
        for one in entries
        if one["kind"] == "event" and one["data"].keys() & {"deadline", "filing"}
    )
    # when
    told = shown(data, columns, words)
    # then: its name in Chinese is in one piece, and its node
    wanted: Counter[str] = Counter()
    for key, count in keys.items():
        name, of = CATALOGUES.deadline_name(key)
        wanted.update({name.zh: count, **({of: count} if of else {})})
    assert keys
    for part, count in wanted.items():
        assert len(re.findall(rf" {re.escape(part)}\s", told)) >= count


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("words", SHORT, ids=" ".join)
def test_an_event_has_its_name_and_its_clauses_on_every_screen(
    data: Path, columns: int, words: tuple[str, ...]
) -> None:
    entries = CommandLine(whole()).read(data, *words)
    named = Counter(entry["name"] for entry in entries)
    clauses = Counter(
        clause
        for entry in entries
        if entry["kind"] == "event"
        for clause in {one for answer in entry["basis"] for one in answer["clauses"]}
    )
    told = Counter(shown(data, columns, words).split())

    assert {name: told[name] for name in named} == dict(named)
    assert all(told[clause] >= count for clause, count in clauses.items())
