"""A command prints its result, and a line where it fails; no line of a log, no colour in a pipe."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from console.cli.command_list import COMMANDS
from tests.hostile.command_line import run
from tests.misdated_log import COUNTY, T1, T3, TRUE, YEAR, write

PLACE = ("--jurisdiction", COUNTY)
BOARDS = (*PLACE, "--year", str(YEAR))
WORK = (*PLACE, "--work-year", str(YEAR))

PAST = {
    "status": (("status", *BOARDS, "--each"), ("status", T1, *BOARDS)),
    "todo": (("todo", *PLACE), ("todo", "--role", "finance")),
    "catch-up": (("catch-up", *PLACE),),
    "calendar": (("calendar", *BOARDS),),
    "overdue": (("overdue", *BOARDS),),
    "rectifications": (("rectifications", *BOARDS),),
    "work-ledger": (("work-ledger", *WORK),),
    "indicators": (("indicators", *PLACE),),
    "statement": (("statement", *WORK),),
    "selections": (("selections", *WORK),),
    "history": (("history", T1), ("history", T1, "--full")),
    "problems": (("problems",),),
    "explain": (("explain", T1),),
}
"""What is asked for as of a past day: on none of these days is any rule adopted."""

PRESENT = {
    "diff": (("diff", "--as-of", "2026-11-24", "--as-of", TRUE),),
    "replay": (("replay", *WORK),),
    "acts": (("acts", T1), ("acts", T1, "--json")),
    "catch-up": (("catch-up",), ("catch-up", "--lines", "import")),
    "completion": (("completion", "bash"),),
    "schema": (("schema", "commands"),),
    "migrate": (("migrate",),),
    "doctor": (("doctor",),),
    "backup": (("backup", "{folder}/b.backup"),),
    "document": (("document", "list", T1),),
    "projections": (("projections", "rebuild"),),
    "rules": (("rules", "list", *PLACE),),
    "rulings": (("rulings", "list", *PLACE),),
    "outbox": (("outbox", "list"),),
    "recover": (("recover",),),
    "init": (("init", "--status"),),
    "packs": (("packs", "new", "653022", "--parent", "653000", "--folder", "{folder}"),),
    "year-open": (("year-open", "--from", f"{COUNTY}/{YEAR}", "--folder", "{folder}"),),
    "table": (("table", "columns", "portfolio"),),
    "submit": (("submit", "{folder}/none.jsonl", *WORK),),
    "attach": (("attach", T1, "{folder}/none.pdf"),),
    "split": (("split", "--real", "{folder}/real", "--simulated", "{folder}/drill"),),
    "restore": (("restore", "{folder}/none.backup"),),
    "drill": (("drill", *WORK, "--portfolio", "{folder}/none.csv"),),
}
STACKS = {"up", "worker", "demo", "demo-bad-year"}
"""They run until they are stopped; their log is what is asked of them."""

_WITHOUT_DATA = {"completion", "schema", "rules"}
_LOG_LINE = re.compile(
    r"\[(debug|info|warning|error|critical) *\]|^[A-Z]+ [a-z_.]+ |\bwhy=", re.MULTILINE
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    with closing(write(folder, third=True)):
        return folder


def cases() -> list[tuple[str, ...]]:
    """Every command, and each that takes a past day by either clock and by both."""
    before = (("--as-of", "2026-11-25"), ("--on", "2026-11-24"))
    pasts = (*before, (*before[0], *before[1]), ("--as-of", TRUE), ("--on", TRUE), ())
    past = [(*words, *days) for said in PAST.values() for words in said for days in pasts]
    return [*past, *(words for said in PRESENT.values() for words in said)]


def test_every_command_is_walked() -> None:
    assert set(COMMANDS) == {*PAST, *PRESENT, *STACKS}


@pytest.mark.parametrize("words", cases(), ids=" ".join)
def test_a_command_in_a_pipe_prints_its_result_alone(
    data: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    given = [one.replace("{folder}", str(tmp_path)) for one in words]
    place = () if words[0] in _WITHOUT_DATA else ("--data", data)
    # when
    ended = run(*given, *place)
    # then
    assert "\x1b" not in ended.out + ended.err
    assert _LOG_LINE.findall(ended.out + ended.err) == []
    assert len(ended.err.splitlines()) == (0 if ended.code == 0 or ended.out else 1), ended


@pytest.mark.parametrize("days", [("--on", "2026-11-25"), ("--as-of", "2026-11-25")])
def test_where_no_rules_were_adopted_the_boards_are_read_all_the_same(
    data: Path, days: tuple[str, str]
) -> None:
    ended = run("status", T1, *BOARDS, *days, "--json", "--data", data)
    assert (ended.code, ended.err) == (0, "")
    assert T3 not in ended.out
