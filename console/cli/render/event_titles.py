"""Titles of events: their Chinese names, and the fields to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from console.cli.render.rounded import rounded
from domain.shared.catalogue.catalogues import Catalogues
from domain.subjects.catalogues import CATALOGUES

_UNSAID = {
    "amount_basis",
    "budget_type",
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
_LONGEST = 40


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


def content_of(data: dict[str, Any]) -> str:
    """The fields to show, shortened; lists by their length."""
    return " · ".join(_said(data))


def _said(data: dict[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        if name in _UNSAID or value is False:
            continue
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            if value:
                yield f"{name} {', '.join(value)}"
        elif isinstance(value, list | dict):
            yield f"{name} ×{len(value)}"
        else:
            yield name if value is True else f"{name} {_short(rounded(str(value)))}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
