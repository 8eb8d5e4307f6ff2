"""Recorded rulings as printed by the commands on rulings."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from console.cli.render.rules_words import STATUSES
from console.settings import data_dir, store_url
from domain.rules.engine.questions import encode
from projections.explain.ruling_impact import Ruled, recorded_rulings
from store.factory import open_log


def ruled_in(data: Path | None, store: str | None, jurisdiction: str | None) -> list[Ruled] | None:
    """The rulings recorded in the named log, the oldest first; empty without a log."""
    if data is None and store is None:
        return None
    with closing(open_log(store_url(data_dir(data), store))) as log:
        return recorded_rulings(log, jurisdiction)


def as_row(ruled: Ruled) -> dict[str, Any]:
    """A ruling as JSON."""
    return {
        "jurisdiction": ruled.jurisdiction,
        "text": ruled.text,
        "value": ruled.value,
        "document": ruled.document,
        "author": ruled.author,
        "ruled_on": ruled.ruled_on.isoformat(),
    }


def told(row: dict[str, Any]) -> str:
    """A ruling in one or two lines."""
    value = "" if row["value"] is None else f"\n= {encode(row['value'])}"
    by = f"{row['author']} {row['ruled_on']} {row['document']}"
    return f"{row['jurisdiction']} {STATUSES['ruled']}: {row['text']} ({by}){value}"
