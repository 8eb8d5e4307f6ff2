"""The stored events with which a subject comes to a unit."""

from __future__ import annotations

import pytest

import domain.subjects.registry  # noqa: F401 - registers every event
from domain.kernel.message import Event
from domain.subjects.organisations.late_arrivals import ARRIVALS


@pytest.mark.parametrize(("name", "field"), ARRIVALS.items())
def test_each_is_an_event_that_names_its_unit(name: str, field: str | None) -> None:
    event = Event.by_name[name]
    assert field is None or event.model_fields[field].is_required()


def test_every_registration_and_every_hand_over_is_among_them() -> None:
    names_its_unit = {
        name
        for name, event in Event.by_name.items()
        if {"unit", "unit_name"} <= {*event.model_fields} or name == "unit.handed-over"
    }
    assert {name for name, field in ARRIVALS.items() if field} == {
        name for name in names_its_unit if not name.startswith("test.")
    }
