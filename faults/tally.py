"""What came of the planned faults, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from faults.kind import Kind
from faults.kinds import KINDS
from faults.plan import Fault

HEADER = ("故障 fault", "提交 commit", "planned", "struck", "affected", "recovered")


@dataclass(slots=True)
class Tally:
    """Faults by the id of their kind.

    One counts as struck where it is known that it did, as recovered where its act was answered
    afterwards; `affected` are acts that were under way then.
    """

    planned: Counter[str]
    struck: Counter[str] = field(default_factory=Counter)
    affected: Counter[str] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)

    @staticmethod
    def of(faults: Sequence[Fault]) -> Tally:
        """Nothing has struck yet."""
        return Tally(Counter(fault.kind for fault in faults))

    def note(self, kind: str, affected: int, *, recovered: bool = True) -> None:
        """Note a fault that struck, and whether what it struck was answered, or stored, after."""
        self.struck[kind] += 1
        self.affected[kind] += affected
        self.recovered[kind] += recovered

    def kinds(self) -> list[Kind]:
        """The kinds that struck at least once."""
        return [kind for kind in KINDS if self.struck[kind.id]]

    def rows(self, name: Callable[[Kind], str]) -> Iterator[tuple[str, ...]]:
        """The table, its sums last; `name` is how a kind is called in it."""
        counted = (self.planned, self.struck, self.affected, self.recovered)
        for kind in KINDS:
            if self.planned[kind.id]:
                counts = [str(one[kind.id]) for one in counted]
                yield (name(kind), kind.when.value, *counts)
        yield ("合计 all", "", *[str(one.total()) for one in counted])
