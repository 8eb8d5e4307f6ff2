"""A log as it was known on a past day, by the options of the reading commands."""

from __future__ import annotations

from datetime import date

from console.errors import InputError
from store.as_of import PastDay, as_of
from store.opening import open_log
from store.port import EventLog


def open_past(url: str, recorded_by: str | None, effective_by: str | None) -> EventLog:
    """The log, or the log as it was at the end of a day; raises `InputError` for no date."""
    past = PastDay(_day("--as-of", recorded_by), _day("--on", effective_by))
    return as_of(open_log(url), past)


def _day(option: str, given: str | None) -> date | None:
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise InputError("options", None, option, f"{given!r} is no date (YYYY-MM-DD)") from error
