"""The fields that `jixiao submit` fills itself, and the fields from which it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of an act that the command line fills.

    They are filled from the field `source` of the line, which the act itself does not have; null
    where nothing has to be given. A source that `may_be_absent` has another value by default.
    `samples` are values of the fields with which an act may be tried before it has a source.
    """

    fields: tuple[str, ...]
    source: str | None = None
    may_be_absent: bool = False
    samples: Mapping[str, Any] = field(default_factory=dict)


_FILE = {
    "sha256": "0" * 64,
    "file_name": "1.pdf",
    "size": 1,
    "media_type": "application/pdf",
}
_OPENED = {"portfolio": "0" * 64, "openings": []}

FILLED: Mapping[str, Filled] = {
    "year.open": Filled(("portfolio", "clock", "openings"), "portfolio_file", samples=_OPENED),
    "pack.adopt": Filled(("sha256", "pack_version"), "pack_file", may_be_absent=True),
    "attach": Filled(("sha256", "file_name", "size", "media_type"), "file", samples=_FILE),
    "history.import-act": Filled(
        ("document", "file_name", "size", "media_type"),
        "document_file",
        samples={"document": _FILE["sha256"]} | {n: v for n, v in _FILE.items() if n != "sha256"},
    ),
    "work-calendar.publish": Filled(("holidays", "working_days", "document")),
}
"""The acts with such fields; `scenario_defaults.Filling` fills them."""
