"""A ruling that the bureau recorded on an ambiguity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class RecordedRuling:
    """How the bureau reads an ambiguity from now on.

    `value` takes the place that the pack names for this ambiguity in each value that rests on it
    (a side, a measure, an amount); None leaves the value as the pack gives it and replaces the
    text only, so it does not open a blocking rule.
    """

    ambiguity: str
    text: str
    value: Any
    author: str
    ruled_on: date
