"""The clauses of duties without a day: each rule that a catalogue names can be asked for them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.subjects.catalogues import CATALOGUES
from projections.boards.duty_clauses import _clauses
from testkit.decider_spec import packaged_rules

COUNTIES = ("653129", "652825", "652822", "652800", "653000")


@pytest.mark.parametrize("county", COUNTIES)
@pytest.mark.parametrize("kind", CATALOGUES.deadlines)
def test_the_rules_of_every_deadline_are_rules_or_parts_of_one(county: str, kind: str) -> None:
    for clause in _clauses(packaged_rules(county), date(2025, 6, 25))(kind):
        assert clause


@pytest.mark.parametrize(
    ("county", "clauses"),
    [("653129", ("JS-056",)), ("653000", ("KZ-013",)), ("652800", ("BZ-038",))],
)
def test_the_finding_on_a_rectification_rests_on_the_cap(
    county: str, clauses: tuple[str, ...]
) -> None:
    of = _clauses(packaged_rules(county), date(2025, 6, 25))
    assert of("rectification.finding:2025-05-31") == clauses
