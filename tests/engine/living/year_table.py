"""The table of the living year: what the rules and notices say, worked out by hand.

`year.csv` has a line for each thing that happens: `at` is the instant to which the clock was moved
(Shanghai), `by` whether it comes by itself then (`timer`) or by what people do on that day (`act`),
`who` the subjects, `effective_on` the day that the event speaks of, and `why` the clause or notice
that gives the day. Nothing in it was computed by the product.

The clauses are those of 伽师县 2025: results of monitoring by the 7th of the month after its nodes
at the end of May and of August (JS-053, JS-054); self-evaluation by the end of March (JS-057);
department evaluation (JS-058) and overall self-evaluation (JS-080) by the end of April; review by
the end of May (JS-062) and the score sheet by then (JS-063); the draw by the end of June (JS-074);
plan and selection of key evaluations by the end of July (JS-064); feedback of what was reviewed
without a day (JS-041); overall targets in February (JS-079). A day is over at 24:00 and does not
move for a holiday (AMB-10); a project without a budget at a node is not in its round (AMB-32). The
bureau reminds 3 days before, on the last working day not after that, and escalates at 9:00 when 3
days are over after the day itself. A reminder or a due notice that nobody was there to give is not
given when its day is over.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.vocabulary import SHANGHAI
from tests.engine.living.lived import Fact
from tests.engine.living.people import COUNTY, projects

_FILE = Path(__file__).with_name("year.csv")
TIMING = "subjects.refreshed"
"""How often subjects hear of news depends on how fast they come, not on the year."""

Facts = Counter[Fact]


def instant(at: str) -> datetime:
    """An instant of the table, Shanghai time."""
    return datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def table() -> dict[str, dict[str, Facts]]:
    """For each instant, what happens by itself (`timer`) and by what people do (`act`)."""
    found: dict[str, dict[str, Facts]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = found.setdefault(row["at"], {"timer": Counter(), "act": Counter()})
            on = date.fromisoformat(row["effective_on"])
            day[row["by"]].update(Fact(row["what"], who, on) for who in projects(row["who"]))
    return found


def facts(events: Iterable[Recorded[Any]]) -> Facts:
    """What happened, as the table says it."""
    return Counter(
        Fact(_what(one.event), _who(one.stream), one.effective_on)
        for one in events
        if one.event.name != TIMING
    )


def _who(stream: str) -> str:
    within = stream.removeprefix(f"{COUNTY}/")
    year, _, code = within.partition("/")
    return code if year.isdigit() and code and "/" not in code else within


def _what(event: Any) -> str:
    words = [event.name]
    if ".round-" in event.name:
        words.append(str(event.node))
    if event.name == "project.added":
        words.append(f"opened {event.opened_on}")
    for name in ("deadline", "step", "parameter"):
        words += [getattr(event, name)] if hasattr(event, name) else []
    if getattr(event, "late", False):
        words.append("late")
    return " ".join(words)
