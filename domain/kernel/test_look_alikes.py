"""Codes that a reader takes for another."""

from __future__ import annotations

import pytest

from domain.kernel.look_alikes import look_alike, read_as, told_apart
from domain.kernel.refusals import wrong_organisation


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("P0O4", "P004"),
        ("p004", "P004"),
        ("POO4", "P004"),
        ("PO1l", "P011"),
        ("P004", None),
        ("P005", None),
        ("P04", None),
    ],
)
def test_a_code_is_found_that_looks_like_another(code: str, found: str | None) -> None:
    assert look_alike(code, ("P004", "P011")) == found


def test_a_known_code_has_no_look_alike_even_if_two_are_known() -> None:
    assert look_alike("PO10", ("P010", "PO10")) is None


def test_the_difference_is_told_by_place_and_kind() -> None:
    zh, en = told_apart("2O10O1", "201001")
    assert zh == ("2O10O1 与 201001 形似：第 2 位是字母 O，不是数字 0、第 5 位是字母 O，不是数字 0")
    assert en == "2O10O1 looks like 201001: sign 2 is 'O', not '0', sign 5 is 'O', not '0'"


def test_the_fold_keeps_the_length() -> None:
    assert len(read_as("IOl|")) == 4


@pytest.mark.parametrize(
    ("theirs", "said"), [("2O1001", True), ("201001O", False), ("202001", False)]
)
def test_a_wrong_organisation_that_looks_like_the_right_one_is_told_apart(
    theirs: str, *, said: bool
) -> None:
    refusal = wrong_organisation(theirs, "201001")
    assert ("第 2 位是字母 O，不是数字 0" in refusal.zh) is said
    assert ("sign 2 is 'O', not '0'" in refusal.en) is said
    assert "请由 201001 的人员办理" in refusal.zh
