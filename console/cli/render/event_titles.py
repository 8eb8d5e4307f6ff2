"""Titles of events: their Chinese names, and the fields to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.cli.render.field_words import told, told_briefly
from domain.shared.catalogue.catalogues import Catalogues
from domain.subjects.catalogues import CATALOGUES

_UNSAID = {
    "amount_basis",
    "budget_type",
    "counts_from",
    "is_major",
    "is_new",
    "key_project",
    "found_at",
    "known_by",
    "late_filing",
    "one_off",
    "opened_on",
    "over",
    "planned",
    "requested_basis",
    "subject_kind",
    "unit_name",
}


def title_of(name: str, data: dict[str, Any], catalogues: Catalogues = CATALOGUES) -> str:
    """The title of an event; each step of a deadline has its own title."""
    title = catalogues.event(name, data).title
    refused = data.get("refused")
    return f"{title}（有对象未受理）" if isinstance(refused, list) and refused else title


def deadline_of(data: Mapping[str, Any], catalogues: Catalogues = CATALOGUES) -> str:
    """The name of an event's deadline, with its node; empty if it has none."""
    key = data.get("deadline") or data.get("filing")
    if not isinstance(key, str) or catalogues.deadline(key) is None:
        return ""
    known, of = catalogues.deadline_name(key)
    return f"{known} {of}".strip()


def dated_deadline_of(data: Mapping[str, Any], catalogues: Catalogues = CATALOGUES) -> str:
    """The name of an event's deadline, and the day (inclusive) that the event is about."""
    name, day = deadline_of(data, catalogues), data.get("due") or data.get("until")
    return f"{name} → {day}" if name and day and "deadline" in data else name


def content_of(data: Mapping[str, Any]) -> str:
    """The fields to show in words, on one line; a list of objects by its length."""
    return told_briefly(_to_show(data))


def whole_content_of(data: Mapping[str, Any]) -> str:
    """The same with the objects of each list."""
    return told(_to_show(data))


def _to_show(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in _UNSAID}
