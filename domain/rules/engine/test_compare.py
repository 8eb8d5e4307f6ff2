"""The documents' differences V01 to V29, each found by comparing values or listed as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.rules import PackError, RuleBook
from domain.rules.conftest import SOURCES
from domain.rules.engine.compare import Point, differences, points_of, read_points
from domain.rules.engine.registry import RULES
from domain.rules.engine.sources import Clause

TEXT = (SOURCES / "differences.yaml").read_bytes()
POINTS = {point.id: point for point in read_points(TEXT, "differences.yaml")}
VALUES = [point for point in POINTS.values() if point.kind == "rule"]


def test_every_point_stands_once_in_order() -> None:
    assert list(POINTS) == [f"V{number:02d}" for number in range(1, 30)]


def test_names_instruments_sources_and_counts_are_listed_with_their_clauses(
    clauses: dict[str, Clause],
) -> None:
    others = {point.id: point.kind for point in POINTS.values() if point.kind != "rule"}

    assert others == {
        "V05": "name",
        "V06": "instrument",
        "V13": "name",
        "V19": "source",
        "V24": "instrument",
        "V28": "source",
        "V29": "count",
    }
    assert all(clause in clauses for one in others for clause in POINTS[one].clauses)


@pytest.mark.parametrize("point", VALUES, ids=[point.id for point in VALUES])
def test_a_point_is_found_over_each_of_its_pairs(
    book: Callable[..., RuleBook], point: Point
) -> None:
    assert point.rule in RULES
    for pair in point.between:
        found = differences(book(pair.a), pair.on, book(pair.b), pair.on_b or pair.on)

        assert any(point.id in points_of(one, VALUES) for one in found), pair


def test_a_difference_has_both_clauses(book: Callable[..., RuleBook]) -> None:
    on = date(2025, 6, 1)
    found = {
        (one.rule, one.part): one for one in differences(book("653129"), on, book("653000"), on)
    }
    due = found["monitoring.due", "project"]

    assert due.a is not None
    assert due.b is not None
    assert (due.a.value["day"], due.b.value["day"]) == (7, 10)
    assert [due.a.citations[0].clause, due.b.citations[0].clause] == ["JS-054", "KZ-011"]
    assert points_of(due, VALUES) == ["V01"]
    assert ("monitoring.nodes", "project") not in found


def test_one_jurisdiction_on_one_day_does_not_differ(book: Callable[..., RuleBook]) -> None:
    on = date(2025, 6, 1)

    assert list(differences(book("653129"), on, book("653129"), on)) == []


def test_one_jurisdiction_on_two_days_differs_where_its_text_does(
    book: Callable[..., RuleBook],
) -> None:
    county = book("652822")
    found = differences(county, date(2024, 12, 31), county, date(2025, 1, 1))

    assert {(one.rule, one.part) for one in found} == {
        ("target.gate", None),
        ("grade.labels", "poor"),
        ("monitoring.between_nodes", None),
        ("feedback.required", None),
        ("results.budget_action", None),
    }


@pytest.mark.parametrize(
    "broken",
    [
        TEXT.replace(b"kind: rule", b"kind: name", 1),
        TEXT.replace(b"clauses: [JS-032", b"clauses: [XX-032"),
        TEXT.replace(b"id: V01", b"id: W01"),
    ],
)
def test_a_broken_list_of_points_is_refused(broken: bytes) -> None:
    with pytest.raises(PackError):
        read_points(broken, "differences.yaml")
