"""The generated page docs/reliability.md: the results of all stored runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.page import markdown_table
from faults.stored_run import StoredRun, all_looked_at, all_tallied
from faults.tally import HEADER

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
"""Where the page is."""

_BOUNDS = Path(__file__).with_name("bounds.md")
_RUN = ("run", "seed", "years", "cores busy", "struck", "planned", "restarted", "result")


def page(runs: Sequence[StoredRun]) -> str:
    """The page as Markdown; nothing on it depends on the machine."""
    return "\n".join(_lines(runs))


def _lines(runs: Sequence[StoredRun]) -> Iterator[str]:
    tally = all_tallied(runs)
    yield "# Reliability"
    yield ""
    yield "`make faults` writes this page from the records of all runs (one file each in"
    yield "`docs/reliability/runs/`). In each run, whole years run on a real Temporal server with"
    yield "separate processes for worker and client, while faults are injected."
    yield ""
    yield from _runs(runs)
    yield "## Faults"
    yield ""
    yield from markdown_table(HEADER, tally.rows(lambda kind: f"{kind.zh} {kind.en}"))
    yield "The second column gives the moment of the fault relative to the commit of its act."
    yield "`affected` counts the acts that were under way then, or whose writes were refused."
    yield "`recovered` counts the faults after which the act was answered, the step was taken, or"
    yield "each refused write was stored."
    yield ""
    yield "## Findings"
    yield ""
    yield from [line for run in runs for line in _wrong(run)] or ["None."]
    yield ""
    yield "## Checked objects"
    yield ""
    looked_at = all_looked_at(runs).items()
    yield from markdown_table(("", ""), [(what, str(count)) for what, count in looked_at])
    yield "## The kinds of faults and their proofs"
    yield ""
    told = [(kind.en, kind.does, kind.struck, kind.proves) for kind in tally.kinds()]
    yield from markdown_table(("fault", "injection", "evidence that it struck", "proves"), told)
    yield from _BOUNDS.read_text(encoding="utf-8").splitlines()
    yield ""


def _runs(runs: Sequence[StoredRun]) -> Iterator[str]:
    """The totals, and a line for each run."""
    tally = all_tallied(runs)
    yield from markdown_table(
        ("runs", str(len(runs))),
        [
            ("with all cores kept busy by others", str(sum(run.busy for run in runs))),
            ("sound", str(sum(run.is_sound for run in runs))),
            ("stood still", str(sum(bool(run.ran.stood_still) for run in runs))),
            ("findings of the checks", str(sum(len(run.ran.findings) for run in runs))),
            ("faults struck", f"{tally.struck.total()} of {len(tally.kinds())} kinds"),
            ("subjects restarted by a sweep", str(sum(run.ran.begun_again for run in runs))),
        ],
    )
    yield "## Runs"
    yield ""
    yield from markdown_table(_RUN, map(_row, runs))
    yield "`restarted` counts subjects whose workflow was stuck and was restarted from the log by a"
    yield "worker's sweep. A run is sound if it reached its end, enough faults struck, and the"
    yield "checks found nothing. To repeat a run: `make faults SEED=1`, or with all cores kept busy"
    yield "`make faults SEED=1 BUSY=1`."
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
