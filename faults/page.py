"""docs/reliability.md: what all stored runs came to, written by the tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.page import markdown_table
from faults.stored_run import StoredRun, all_looked_at, all_tallied
from faults.tally import HEADER

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
"""Where the page is."""

_BOUNDS = Path(__file__).with_name("bounds.md")
_RUN = ("run", "seed", "years", "cores busy", "struck", "planned", "begun again", "came to")


def page(runs: Sequence[StoredRun]) -> str:
    """The page as Markdown; nothing on it depends on the machine."""
    return "\n".join(_lines(runs))


def _lines(runs: Sequence[StoredRun]) -> Iterator[str]:
    tally = all_tallied(runs)
    yield "# Reliability"
    yield ""
    yield "Written by `make faults` from the records of all runs (`docs/reliability/runs/`, a file"
    yield "each). Whole years were run on a real Temporal server, worker and client as processes of"
    yield "their own, while they were struck."
    yield ""
    yield from _runs(runs)
    yield "## Faults"
    yield ""
    yield from markdown_table(HEADER, tally.rows(lambda kind: f"{kind.zh} {kind.en}"))
    yield "The second column says where a fault strikes, seen from its act's commit; `affected`"
    yield "are acts that were under way then, or whose writes were refused; `recovered` says that"
    yield "the act was answered afterwards, a step taken, each refused write stored."
    yield ""
    yield "## What was found wrong"
    yield ""
    yield from [line for run in runs for line in _wrong(run)] or ["Nothing."]
    yield ""
    yield "## What was looked at"
    yield ""
    looked_at = all_looked_at(runs).items()
    yield from markdown_table(("", ""), [(what, str(count)) for what, count in looked_at])
    yield "## What each kind does, and what it proves"
    yield ""
    told = [(kind.en, kind.does, kind.struck, kind.proves) for kind in tally.kinds()]
    yield from markdown_table(("fault", "what is done", "counts as struck by", "proves"), told)
    yield from _BOUNDS.read_text(encoding="utf-8").splitlines()
    yield ""


def _runs(runs: Sequence[StoredRun]) -> Iterator[str]:
    """The sums, and a line for each run."""
    tally = all_tallied(runs)
    yield from markdown_table(
        ("runs", str(len(runs))),
        [
            ("with all cores kept busy by others", str(sum(run.busy for run in runs))),
            ("sound", str(sum(run.is_sound for run in runs))),
            ("stood still", str(sum(bool(run.ran.stood_still) for run in runs))),
            ("findings of the checks", str(sum(len(run.ran.findings) for run in runs))),
            ("faults struck", f"{tally.struck.total()} of {len(tally.kinds())} kinds"),
            ("subjects begun again by a sweep", str(sum(run.ran.begun_again for run in runs))),
        ],
    )
    yield "## Runs"
    yield ""
    yield from markdown_table(_RUN, map(_row, runs))
    yield "`begun again` are subjects whose workflow was stuck and which a worker's sweep began"
    yield "again from the log. A run is sound if it came to its end, as many faults struck as were"
    yield "wanted, and the checks found nothing. Again: `make faults SEED=1`, and with all cores"
    yield "kept busy `make faults SEED=1 BUSY=1`."
    yield ""


def _row(run: StoredRun) -> Sequence[str]:
    tally, years = run.ran.tally, ", ".join(run.years)
    counts = [str(tally.struck.total()), str(tally.planned.total()), str(run.ran.begun_again)]
    busy = "yes" if run.busy else "no"
    return (f"`{run.name}`", str(run.seed), years, busy, *counts, _came_to(run))


def _came_to(run: StoredRun) -> str:
    if run.ran.stood_still:
        return "stood still"
    if run.ran.findings:
        return f"{len(run.ran.findings)} findings"
    return "sound" if run.is_sound else f"fewer than {run.wanted} struck"


def _wrong(run: StoredRun) -> Iterator[str]:
    if run.ran.stood_still:
        yield f"- `{run.name}` stood still: {run.ran.stood_still}"
    for one in run.ran.findings:
        yield f"- `{run.name}` `{one.code}` {one.of}: {one.detail}"
