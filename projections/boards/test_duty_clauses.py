"""The clauses of duties to which no rule and no notice gives a day."""

from __future__ import annotations

from datetime import date

import pytest

from projections.boards.duty_clauses import _clauses
from testkit.decider_spec import packaged_rules


@pytest.mark.parametrize(
    ("county", "clauses"),
    [("653129", ("JS-056",)), ("653000", ("KZ-013",)), ("652800", ("BZ-038",))],
)
def test_the_finding_on_a_rectification_rests_on_the_cap(
    county: str, clauses: tuple[str, ...]
) -> None:
    of = _clauses(packaged_rules(county), date(2025, 6, 25))
    assert of("rectification.finding:2025-05-31") == clauses
