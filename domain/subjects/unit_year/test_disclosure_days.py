"""The day of a unit's disclosures: counted from the issue of its budget and of its accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.shared.filings.disclosure import Published
from domain.subjects.unit_year.targets import ApproveOverallTarget
from testkit.builders.unit_year import (
    ACCOUNTS,
    ISSUED,
    evaluated,
    history,
    publish,
    registered,
    reviewed_jointly,
    taken,
    target,
    unregistered,
)
from testkit.decider_spec import FILER, DeciderSpec, packaged_rules


def issued(jurisdiction: str) -> DeciderSpec:
    """A unit whose budget was issued on 10 February."""
    scene = registered(unregistered(packaged_rules(jurisdiction))).on("2025-02-10")
    known = scene.under(
        replace(scene.in_force, government_budget=date(2025, 1, 20), budget_call=date(2024, 11, 10))
    )
    approved = reviewed_jointly(known.given(target())).given(ApproveOverallTarget())
    return taken(approved, ISSUED)


@pytest.mark.parametrize(
    ("jurisdiction", "due"),
    [
        ("652800", date(2025, 3, 2)),
        ("652822", date(2025, 3, 2)),
        ("653129", None),
        ("652825", None),
    ],
)
def test_the_overall_target_is_due_after_the_issue_where_the_text_says_when(
    jurisdiction: str, due: date | None
) -> None:
    act = publish(day=date(2025, 3, 3))
    event = issued(jurisdiction).on("2025-03-03").when(act, by=FILER).the(Published)
    assert (event.due, event.late) == (due, None if due is None else True)


def test_a_form_is_due_after_the_final_accounts() -> None:
    reviewed = evaluated(history()).on("2026-08-20")
    before = reviewed.view.next_due
    after = taken(reviewed, ACCOUNTS).view.next_due
    assert (before, after) == (None, date(2026, 9, 9))
