"""docs/reliability.md: what the last run came to, written by the tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.page import markdown_table
from faults.run import Ran
from faults.tally import HEADER

_BOUNDS = Path(__file__).with_name("bounds.md")


def page(seed: int, wanted: int, years: Sequence[str], ran: Ran) -> str:
    """The page as Markdown; nothing on it depends on the machine."""
    return "\n".join(_lines(seed, wanted, years, ran))


def _lines(seed: int, wanted: int, years: Sequence[str], ran: Ran) -> Iterator[str]:
    struck, kinds = ran.tally.struck.total(), ran.tally.kinds()
    yield "# Reliability"
    yield ""
    yield "Written by `make faults`; every run writes it again. Whole years were run on a real"
    yield "Temporal server, worker and client as processes of their own, while they were struck."
    yield ""
    yield from markdown_table(
        ("run", ""),
        [
            ("seed", str(seed)),
            ("years", ", ".join(years)),
            ("faults wanted", str(wanted)),
            ("faults struck", f"{struck} of {len(kinds)} kinds"),
            ("findings of the checks", str(len(ran.findings))),
            ("again", f"`make faults SEED={seed}`"),
        ],
    )
    yield "## Faults"
    yield ""
    yield from markdown_table(HEADER, ran.tally.rows(lambda kind: f"{kind.zh} {kind.en}"))
    yield "The second column says where a fault strikes, seen from its act's commit; `affected`"
    yield "are acts that were under way then, or whose writes were refused; `recovered` says that"
    yield "the act was answered afterwards, a step taken, each refused write stored."
    yield ""
    yield "## What was found wrong"
    yield ""
    yield from [f"- `{one.code}` {one.of}: {one.detail}" for one in ran.findings] or ["Nothing."]
    yield ""
    yield "## What was looked at"
    yield ""
    yield from markdown_table(
        ("", ""), [(what, str(count)) for what, count in ran.looked_at.items()]
    )
    yield "## What each kind does, and what it proves"
    yield ""
    told = [(kind.en, kind.does, kind.struck, kind.proves) for kind in kinds]
    yield from markdown_table(("fault", "what is done", "counts as struck by", "proves"), told)
    yield from _BOUNDS.read_text(encoding="utf-8").splitlines()
    yield ""
