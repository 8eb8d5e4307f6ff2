"""What is kept of a run: one JSON file, from which the page is written; nothing of the machine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from faults.checker.findings import Code, Finding
from faults.run import Ran
from faults.tally import Tally

RUNS = Path(__file__).parents[1] / "docs" / "reliability" / "runs"
"""Where the runs are kept that the page tells of."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run: what was asked for, and what it came to.

    `busy` says whether all cores were kept busy by others meanwhile, `ran.stood_still` what did not
    come where the run did not end.
    """

    seed: int
    wanted: int
    years: tuple[str, ...]
    busy: bool
    ran: Ran

    @property
    def name(self) -> str:
        """The name of its file, and the order of the runs."""
        return f"{'+'.join(self.years)}{'-busy' if self.busy else ''}-seed-{self.seed:03}"

    @property
    def is_sound(self) -> bool:
        """Whether it came to its end, enough faults struck, and nothing was found wrong."""
        ran = self.ran
        return not (ran.stood_still or ran.findings) and ran.tally.struck.total() >= self.wanted

    def as_json(self) -> dict[str, Any]:
        """The run as JSON values."""
        given = {"seed": self.seed, "wanted": self.wanted, "years": [*self.years]}
        return {**given, "busy": self.busy, **_ran_as_json(self.ran)}

    def keep(self, folder: Path) -> None:
        """Write its file, in the place of an earlier run of the same plan."""
        folder.mkdir(parents=True, exist_ok=True)
        told = json.dumps(self.as_json(), ensure_ascii=False, indent=1)
        (folder / f"{self.name}.json").write_text(told + "\n", encoding="utf-8")


def stored_runs(folder: Path) -> list[StoredRun]:
    """All runs of a folder, by name."""
    files = sorted(folder.glob("*.json"))
    return [read_run(json.loads(file.read_text(encoding="utf-8"))) for file in files]


def read_run(told: dict[str, Any]) -> StoredRun:
    """Read a run from JSON values."""
    findings = [Finding(Code(one["code"]), one["of"], one["detail"]) for one in told["findings"]]
    ran = Ran(
        Tally(*[Counter(told[name]) for name in _COUNTS]),
        findings,
        told["looked_at"],
        told["stood_still"],
        told["begun_again"],
    )
    return StoredRun(told["seed"], told["wanted"], tuple(told["years"]), told["busy"], ran)


def all_tallied(runs: Sequence[StoredRun]) -> Tally:
    """The tallies of several runs in one."""
    total = Tally(Counter())
    for run in runs:
        for name in _COUNTS:
            getattr(total, name).update(getattr(run.ran.tally, name))
    return total


def all_looked_at(runs: Sequence[StoredRun]) -> dict[str, int]:
    """How much was looked at in several runs."""
    total: Counter[str] = Counter()
    for run in runs:
        total.update(run.ran.looked_at)
    return dict(total)


_COUNTS = ("planned", "struck", "affected", "recovered")


def _ran_as_json(ran: Ran) -> dict[str, Any]:
    return {
        "stood_still": ran.stood_still,
        "begun_again": ran.begun_again,
        **{name: dict(getattr(ran.tally, name)) for name in _COUNTS},
        "findings": [asdict(finding) for finding in ran.findings],
        "looked_at": ran.looked_at,
    }
