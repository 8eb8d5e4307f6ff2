"""Numbers for people: a rate of 28 digits is rounded, an exact one stays."""

from __future__ import annotations

import pytest

from console.cli.render.event_titles import content_of
from console.cli.render.rounded import rounded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("33.33333333333333333333333333", "约 33.3333"),
        ("66.66666666666666666666666667", "约 66.6667"),
        ("19.99999999", "约 20.0000"),
        ("-0.000049", "约 -0.0000"),
        ("12.50000", "12.5"),
        ("33.3333", "33.3333"),
        ("1000000.50", "1000000.50"),
        ("2023-05-31", "2023-05-31"),
        ("1.2.33333333", "1.2.33333333"),
        ("", ""),
    ],
)
def test_a_number_of_many_digits_is_rounded_for_people(text: str, shown: str) -> None:
    assert rounded(text) == shown


def test_the_content_of_an_event_has_no_number_of_28_digits() -> None:
    assert content_of({"execution_rate": "33.33333333333333333333333333"}) == (
        "预算执行率 约 33.3333%"
    )
