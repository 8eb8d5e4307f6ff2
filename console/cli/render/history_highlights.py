"""Highlights of a subject's history: lateness, corrections, extensions, rulings and the like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rich.text import Text

from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.catalogue.entries import Mark, Tone
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.missed import given_late
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.project_year.results.flags import flags_in

REFUSED = Mark("refused", "拒绝", Tone.REFUSAL)
_LATE = Mark("late", "迟报", Tone.LATE)
_FLAGGED = Mark("flagged", "标记", Tone.CAUTION)
_GIVEN_LATE = Mark("given late", "补发", Tone.CAUTION)
_STYLES = {
    Tone.NOTICE: "cyan",
    Tone.CAUTION: "yellow",
    Tone.CHANGE: "bold magenta",
    Tone.OVERDUE: "red",
    Tone.LATE: "bold yellow",
    Tone.REFUSAL: "bold red",
}


def mark_of(
    name: str,
    data: Mapping[str, Any],
    recorded_at: datetime,
    catalogues: Catalogues = CATALOGUES,
) -> Mark | None:
    """The mark of an event by its stored name and data, and its recording instant.

    `None` for an ordinary event.
    """
    if name == Passed.name and was_given_late(data, recorded_at):
        return _GIVEN_LATE
    mark = catalogues.event(name, data).mark
    if mark is None and flags_in(data):
        return _FLAGGED
    late = data.get("late") is True and name != Passed.name  # a late step is not a late filing
    return _LATE if mark is None and late else mark


def was_given_late(data: Mapping[str, Any], recorded_at: datetime) -> bool:
    """Whether a step of a deadline was sent late, by the fields of its event."""
    planned = datetime.fromisoformat(str(data["planned"]))
    return given_late(str(data["step"]), planned, recorded_at)


def headline(mark: Mark | None, title: str, name: str, of: str = "") -> Text:
    """The mark of an event, its title unless the mark says the same, and its stored name.

    The deadline that the event is `of`, if any, comes before the stored name.
    """
    line = Text(f" {mark.text}" if mark else "", style=_STYLES[mark.tone] if mark else "")
    if title and not (mark and mark.zh == title):
        line.append(f" {title}", style="not dim bold")
    if of:
        line.append(f" {of}", style="not dim")
    return line.append(f" {name}", style="not bold cyan")
