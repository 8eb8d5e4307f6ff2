"""The rules by themselves: how many questions a second, and how long the packs take to load."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from bench.ratios import Figure
from bench.year import JURISDICTION
from domain.rules import PackSet, RuleBook
from store.packs.packaged_packs import packaged_texts

_SCORES = 997
"""Different scores, so that questions repeat as seldom as in a year."""

Question = tuple[str, date, dict[str, Any]]


def rules(directory: Path, questions: int) -> list[Figure]:
    """Measure loading, questions asked in process, and a batch of lines in a process of its own."""
    texts = packaged_texts()
    runs = count()
    loading = _fastest(lambda: PackSet.of(_never_seen(texts, next(runs))), 5)
    book = RuleBook(PackSet.of(texts), JURISDICTION)
    asked = list(islice(_questions(), questions))
    answered = _seconds(lambda: [book.answer(rule, on, given) for rule, on, given in asked])
    again = _seconds(lambda: [book.ask(rule, on, **given) for rule, on, given in asked])
    batch, start = _batch(directory, asked)
    return [
        Figure("rules: load and check all packs", f"{1000 * loading:.0f} ms, {len(texts)} packs"),
        Figure("rules: answered in process", f"{questions / answered:,.0f} questions/s"),
        Figure("rules: asked in process, same ones kept", f"{questions / again:,.0f} questions/s"),
        Figure(
            "rules: `rules eval --batch`, JSON lines",
            f"{questions / batch:,.0f} questions/s behind a start of {start:.1f} s",
        ),
    ]


def _never_seen(texts: Sequence[tuple[str, bytes]], run: int) -> list[tuple[str, bytes]]:
    """The same packs in other bytes: parsed packs are remembered by theirs."""
    return [(name, text + f"\n# {run}\n".encode()) for name, text in texts]


def _questions() -> Iterator[Question]:
    node = "2023-05-31"
    for number in cycle(range(_SCORES)):
        score = f"{number % 100}.{number % 10}"
        rates = {"execution_rate": score, "completion_rate": f"{(number * 7) % 100}"}
        yield "monitoring.trigger", date(2023, 6, 14), {**rates, "review_score": score}
        yield "monitoring.due", date(2023, 6, 1 + number % 28), {"node": node}
        new = {"subject": "project", "is_new": number % 2 == 0, "is_major": number % 3 == 0}
        new |= {"funding": None}
        yield "exante.required", date(2023, 1, 1 + number % 28), new
        points = {"output": "50", "benefit": "30", "satisfaction": "10", "execution": "10"}
        yield "target.weights", date(2023, 2, 1 + number % 28), {"classes": points}


def _batch(directory: Path, asked: list[Question]) -> tuple[float, float]:
    """The seconds of a batch behind its start, and those of the start."""
    lines = directory / "questions.jsonl"
    lines.write_text("")
    start = _seconds(lambda: _eval(lines))
    lines.write_text("".join(f"{_line(*question)}\n" for question in asked))
    return max(_seconds(lambda: _eval(lines)) - start, 1e-9), start


def _line(rule: str, on: date, given: dict[str, Any]) -> str:
    asked = {"rule": rule, "jurisdiction": JURISDICTION, "on": on.isoformat(), "input": given}
    return json.dumps(asked)


def _eval(lines: Path) -> None:
    command = [sys.executable, "-m", "console", "rules", "eval", "--batch", str(lines)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


def _seconds(do: Any) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _fastest(do: Any, times: int) -> float:
    return min(_seconds(do) for _ in range(times))
