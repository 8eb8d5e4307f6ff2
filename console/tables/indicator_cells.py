"""The cells of an indicator: its value may have its relation before it and its unit behind it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from console.tables.choice_words import relation_in, relation_of
from console.tables.grid import said
from domain.kernel.plain_text import without_unseen

NOT_FILED = ("in_library",)
"""The fields of an indicator that the library says, and no table."""

NO_LONGER_READ = frozenset({"是否在指标库", "指标体系内"})
"""The titles of its column in older tables: they are left out without a word."""


def with_relation(cells: dict[str, Any]) -> dict[str, Any]:
    """The cells of a row with the relation and the unit taken out of the value, where they fit.

    A relation or a unit that contradicts its own column stays where it is, and is refused there.
    """
    value, relation = cells.get("target"), _plain(cells.get("relation"))
    if not isinstance(value, str):
        return cells
    rest, found = _plain(value), relation_in(_plain(value))
    if found and (not relation or relation_of(relation) == found[0]):
        relation, rest = found
        cells = {**cells, "relation": relation}
    unit = _plain(cells.get("unit_of_measure"))
    if unit and rest.endswith(unit):
        rest = rest.removesuffix(unit).rstrip()
    elif not unit and "unit_of_measure" in cells and (one := _MEASURED.fullmatch(rest)):
        rest, unit = one.groups()
        cells = {**cells, "unit_of_measure": unit}
    return {**cells, "target": rest or value}


_MEASURED = re.compile(r"([-−]?\d[\d,]*(?:\.\d+)?)\s*([^\W\d_]{1,8}(?:/[^\W\d_]{1,8})?)")
"""A number with a unit behind it; a day such as 2026年12月 has more digits."""


def _plain(value: Any) -> str:
    return unicodedata.normalize("NFKC", without_unseen(said(value))).strip()
