"""Which column of a source is which field: remembered by the titles of the source's columns.

A source is known again by its set of titles. Units are never remembered: the next file of the
source may be in another unit, and has to say so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from console.tables.headers import Fields, Given
from console.tables.kinds import TableKind

_MOST = 200
_LARGEST = 4 * 1024 * 1024


class RememberedColumns:
    """The columns of the sources in a data directory, in one small file."""

    def __init__(self, directory: Path) -> None:
        """Remember in a directory, which need not exist yet."""
        self._file = directory / "table-columns.json"

    def given(self, kind: TableKind, said: Fields) -> Given:
        """The fields that were said now, and where none was said those of the same source."""
        known = self._read().get(kind.name, {})

        def fields(titles: frozenset[str]) -> Fields:
            return {**_fields(known.get(_source(titles))), **said}

        return fields

    def remember(self, kind: TableKind, titles: frozenset[str], fields: Fields) -> None:
        """Keep the fields of a source; the oldest sources are forgotten beyond the most."""
        known = self._read()
        of_kind = dict(known.get(kind.name, {}))
        source = _source(titles)
        fields = {title: field.partition(":")[0] for title, field in fields.items()}
        if of_kind.get(source, {}) == fields:
            return
        of_kind.pop(source, None)
        of_kind[source] = fields
        kept = dict(list(of_kind.items())[-_MOST:])
        self._write({**known, kind.name: kept})

    def _read(self) -> dict[str, Any]:
        """What is remembered; a file that is damaged remembers nothing."""
        try:
            if self._file.stat().st_size > _LARGEST:
                return {}
            read = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(read, dict):
            return {}
        return {name: of for name, of in read.items() if isinstance(of, dict)}

    def _write(self, known: Mapping[str, Any]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=self._file.parent, encoding="utf-8", delete=False) as new:
            json.dump(known, new, ensure_ascii=False, indent=1)
        os.replace(new.name, self._file)  # noqa: PTH105 - whole or not at all


def _source(titles: frozenset[str]) -> str:
    return "\n".join(sorted(titles))


def _fields(of: Any) -> Fields:
    if not isinstance(of, dict):
        return {}
    return {title: field for title, field in of.items() if isinstance(field, str)}
