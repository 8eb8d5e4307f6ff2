"""Questions to the rules: one on the command line, or a stream of them."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.commands.rules.eval import _whole_lines
from console.cli.input.input_file import LONGEST_LINE
from tests.hostile.command_line import one_line, refused, run
from tests.hostile.mutations import FRAGMENTS, examples, mutations

ASKED: dict[str, Any] = {
    "rule": "grade.bands",
    "jurisdiction": "652825",
    "on": "2023-05-05",
    "input": {"score": 90},
}
LINE = json.dumps(ASKED).encode()


@examples(60)
@given(content=mutations(LINE + b"\n" + LINE + b"\n"))
def test_every_line_of_a_batch_has_one_answer_or_one_error(content: bytes) -> None:
    ended = run("rules", "eval", "--batch", "-", given=content)
    told = [json.loads(answer) for answer in ended.out.splitlines()]
    assert len(told) == len(content.removesuffix(b"\n").split(b"\n")) * bool(content)
    bad = [answer for answer in told if "error" in answer]
    assert all(answer["error"]["field"] for answer in bad)
    assert (ended.code, ended.err) == ((2, f"batch: {len(bad)} bad line(s)\n") if bad else (0, ""))


@examples(60)
@given(
    rule=st.sampled_from(["grade.bands", "x\x1b[31m", "", "monitoring.trigger"]),
    given_text=st.sampled_from(FRAGMENTS).map(lambda one: one.decode("utf-8", "replace"))
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_whatever_is_asked_on_the_command_line_is_answered_or_refused_in_one_line(
    rule: str, given_text: str
) -> None:
    asked = ("rules", "eval", "--jurisdiction", "652825", "--on", "2023-05-05")
    assert one_line(refused(*asked, f"--input={given_text}", "--", rule))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"\xff\xfe" + LINE, "line"),
        (LINE.decode().encode("gb18030") + "合成".encode("gb18030"), "line"),
        (b"[" * 100_000, "line"),
        (LINE[:-1] + b', "on": "2024-01-01"}', "on"),
        (LINE.replace(b"90", b"9" * 10_000), "score"),
        (LINE.replace(b"90", b"NaN"), "score"),
        (LINE.replace(b"90", b"Infinity"), "score"),
        (LINE.replace(b"652825", b"../etc"), "jurisdiction"),
        (LINE.replace(b"2023-05-05", b"2023-02-29"), "on"),
        (b" " * (LONGEST_LINE + 1), "line"),
    ],
)
def test_a_bad_line_of_a_batch_is_told_with_its_field_and_the_others_are_answered(
    line: bytes, field: str
) -> None:
    ended = run("rules", "eval", "--batch", "-", given=LINE + b"\n" + line + b"\n" + LINE)
    first, wrong, last = map(json.loads, ended.out.splitlines())
    assert ended.code == 2
    assert wrong["error"]["field"] == field
    assert first == last
    assert first["outcome"]


class Endless(io.RawIOBase):
    """So many bytes without a line end, made as they are read."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int = -1) -> bytes:
        taken = min(size, self._left)
        self._left -= taken
        return b"x" * taken


def test_of_a_line_of_100_mb_no_more_is_kept_than_of_the_longest() -> None:
    tracemalloc.start()
    lines = [line for lines in _whole_lines(Endless(100_000_000)) for line in lines]  # type: ignore[arg-type] # read is all that is called
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [len(line) for line in lines] == [LONGEST_LINE + 1]
    assert most < 5 * LONGEST_LINE


@pytest.mark.parametrize("place", ["/nowhere/x", ".", "x" * 5000])
def test_a_batch_that_is_no_file_is_one_line(place: str) -> None:
    assert refused("rules", "eval", "--batch", place).startswith("batch: ")


def test_a_rule_or_a_code_cannot_write_to_the_terminal() -> None:
    for words in (
        ("eval", "x\x1b[31m", "--jurisdiction", "652825", "--on", "2023-05-05"),
        ("show", "x\x1b[31m", "--jurisdiction", "652825"),
        ("diff", "x\x1b[31m", "652825"),
        ("coverage", "x\x1b[31m"),
    ):
        assert "\\x1b" in refused("rules", *words)
    assert "\\x1b" in refused("rulings", "show", "x\x1b[31m")
