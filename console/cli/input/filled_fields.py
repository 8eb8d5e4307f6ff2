"""The fields that `jixiao submit` fills itself, and the fields from which it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of an act that the command line fills.

    They are filled from the field `source` of the line, which the act itself does not have; null
    where nothing has to be given. A source that `may_be_absent` has another value by default.
    """

    fields: tuple[str, ...]
    source: str | None = None
    may_be_absent: bool = False


FILLED: Mapping[str, Filled] = {
    "year.open": Filled(("portfolio", "clock", "openings"), "portfolio_file"),
    "pack.adopt": Filled(("sha256", "pack_version"), "pack_file", may_be_absent=True),
    "attach": Filled(("sha256", "file_name", "size", "media_type"), "file"),
    "work-calendar.publish": Filled(("holidays", "working_days", "document")),
}
"""The acts with such fields; `scenario_defaults.Filling` fills them."""
