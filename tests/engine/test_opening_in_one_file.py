"""A year is opened and used by one file: the acts wait until their projects are registered."""

from __future__ import annotations

from pathlib import Path

from tests.engine import tiny
from tests.engine.command_line import write_lines
from tests.engine.test_up import acts, submit, up


async def test_given_a_file_with_a_year_and_acts_on_its_projects_when_sent_then_all_are_taken(
    tmp_path: Path,
) -> None:
    opening = acts(tmp_path)
    admitted = {"actor": tiny.finance(), "command": "library.admit"}
    lines = [{**admitted, "project": code} for code in ("T1", "T2")]
    file = write_lines(tmp_path / "more.jsonl", lines)
    opening.write_text(opening.read_text() + file.read_text())
    async with up(tmp_path / "data"):
        sent = await submit(opening, tmp_path / "data")
    assert (sent.code, sent.err) == (0, ""), sent
