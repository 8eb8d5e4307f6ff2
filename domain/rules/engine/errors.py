"""Errors in a question to the rules, and errors in a pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.kernel.bad_input import BadInput

__all__ = ["BadInput", "Fault", "PackError", "UnknownJurisdiction", "UnknownRule"]


class UnknownRule(BadInput):
    """A rule id that no evaluator answers."""

    def __init__(self, rule: object) -> None:
        super().__init__("rule", f"no rule {rule!s} is built")


class UnknownJurisdiction(BadInput):
    """A jurisdiction code without a pack."""

    def __init__(self, code: object) -> None:
        super().__init__("jurisdiction", f"no pack of jurisdiction {code!s} is built")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a pack: the file, the line (1-based), the field and the reason."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.reason}"


class PackError(Exception):
    """A pack, or a set of packs, that may not be used; carries every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
