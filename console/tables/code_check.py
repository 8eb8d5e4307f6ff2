"""The check of a table's codes: none stands twice, and none differs from another in case alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from console.tables.faults import Place
from console.tables.kinds import Values
from console.tables.table import Table
from domain.kernel.codes import CodesSeen

_SEEN_THROUGH = frozenset({"opened_on", "subject_kind"})
"""Key fields that the fault of a repeated row leaves out: it names the code alone."""


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """Compares the codes of each row with those of the rows before it.

    `place` gives the place of a field in a row.
    """

    table: Table
    place: Callable[[int, str], Place]
    _keys: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _seen: CodesSeen[int] = field(default_factory=CodesSeen)

    def check(self, number: int, values: Values) -> None:
        """Check the codes of a row against the rows before it."""
        for code in self.table.kind.codes:
            if values[code] is not None:
                self._check_case(number, code, values)
        key = tuple(self._key(values))
        if any(
            values[name] is None
            for name in self.table.kind.key
            if self.table.kind.column(name).required
        ):
            return
        first = self._keys.setdefault(key, number)
        if first != number:
            names = [one for one in self.table.kind.key if one not in _SEEN_THROUGH]
            titles = "、".join(self.table.kind.column(one).title for one in names)
            name = names[0]
            self.table.fault(
                f"与第 {first} 行重复，同一{titles}只能有一行，请删去一行或改正",
                f"{values[name]!r} stands on line {first} too",
                name,
                self.place(number, name),
            )

    def _key(self, values: Values) -> Iterator[Any]:
        for name in self.table.kind.key:
            value = values[name]
            yield getattr(value, "year", value) if name == "opened_on" else value

    def _check_case(self, number: int, name: str, values: Values) -> None:
        code = values[name]
        scope = name if name not in {"code", "unit_code"} else "code"
        before = self._seen.earlier(code, number, scope)
        if before is None or before[0] == code:
            return
        self.table.fault(
            f"{code} 与第 {before[1]} 行的 {before[0]} 仅大小写不同，请写成同一编码",
            f"{code!r} differs from {before[0]!r} on line {before[1]} in case alone",
            name,
            self.place(number, name),
        )
