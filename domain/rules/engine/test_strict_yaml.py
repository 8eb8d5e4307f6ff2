from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.rules.engine.errors import PackError
from domain.rules.engine.strict_yaml import line_of, read


def faults_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(PackError) as refused:
        read(text.encode(), "x.yaml")
    return [(fault.line, fault.field) for fault in refused.value.faults]


def test_plain_values_are_read_as_they_look() -> None:
    data, _ = read(b"day: 2023-01-01\nn: 20\nf: 20.50\nb: true\nz: null\ns: yes it is\n", "x")

    assert data == {
        "day": date(2023, 1, 1),
        "n": 20,
        "f": Decimal("20.50"),
        "b": True,
        "z": None,
        "s": "yes it is",
    }


def test_a_key_is_the_word_written() -> None:
    data, _ = read(b"on: 2023-01-01\nno: 1\n", "x")

    assert list(data) == ["on", "no"]


@pytest.mark.parametrize(
    "value",
    ["yes", "off", "010", "0x10", "1:30", "1_000", "~", "", "True", ".5", "+1",
     "2023-01-01T00:00:00", "2023-02-29", ".inf", ".nan", "!x 5", "null null: 1"],
)  # fmt: skip
def test_a_spelling_that_yaml_turns_into_something_else_is_refused(value: str) -> None:
    assert faults_of(f"a: 1\nk: {value}\n")[0][0] == 2


def test_every_fault_is_found_with_its_line() -> None:
    text = "a: &x 1\nb: *x\nc: yes\nc: 1\nd:\n  - 010\n"

    assert faults_of(text) == [(2, "b"), (3, "c"), (4, "c"), (6, "d.0")]


def test_broken_yaml_names_the_line() -> None:
    assert faults_of("a: 1\nb: [1\nc: 2\n")[0][1] == "yaml"
    assert faults_of("a: 1\n---\nb: 1\n")[0][1] == "yaml"


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(PackError, match="UTF-8"):
        read(b"a: \xff\n", "x.yaml")


def test_a_path_without_a_line_of_its_own_takes_that_of_what_holds_it() -> None:
    _, lines = read(b"a:\n  b:\n    c: 1\n", "x")

    assert line_of(lines, ("a", "b", "c", "missing")) == 3
    assert line_of(lines, ("nowhere",)) == 1
