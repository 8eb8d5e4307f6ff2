"""What a fold of the log answers, in the words of `jixiao status`, `calendar`, `overdue --json`."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.kernel.decider import View
from tests.board_fold import Fold, Json, Life

LATE = {"overdue", "escalated", "met_late"}


def status(folded: Fold, year: int) -> Json:
    """What `jixiao status --each --json` has to say of a budget year, its lists in any order."""
    lives = [life for life in folded.lives.values() if life.subject.year in {None, year}]
    views = [(life, folded.view(life)) for life in lives]
    kinds = Counter(str(life.subject.kind) for life in lives)
    return {
        "year": year,
        "projects": kinds["project-year"],
        "units": kinds["unit-year"],
        "policies": kinds["policy"],
        "institutions": kinds["third-party"],
        "phases": counted(("kind", "phase"), ((kind_of(life), view.phase) for life, view in views)),
        "waiting": counted(
            ("kind", "responsible", "deadline"),
            ((kind_of(life), *wait[:2]) for life in lives for wait in folded.waits(life)),
        ),
        "next_due": counted(
            ("kind", "due", "deadline", "responsible"),
            (
                (kind_of(life), row["due"], row["deadline"], row["responsible"])
                for life in lives
                for row in folded.deadlines(life)
                if row["state"] in {"open", "reminded", "due"}
            ),
        ),
        "late": [
            {**told(life), **row}
            for life in lives
            for row in folded.deadlines(life)
            if row["state"] in LATE
        ],
        "each": [each(folded, life, view) for life, view in views],
    }


def calendar(folded: Fold, year: int) -> list[Json]:
    """What `jixiao calendar --json` has to have as lines for all days."""
    states: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for life in folded.lives.values():
        if life.subject.year in {None, year}:
            for row in folded.deadlines(life):
                line = (kind_of(life), row["due"], row["deadline"], row["responsible"])
                states[line][row["state"]] += 1
    names = ("kind", "due", "deadline", "responsible")
    return [
        {**dict(zip(names, line, strict=True)), "subjects": found.total(), "states": dict(found)}
        for line, found in states.items()
    ]


def overdue(folded: Fold, year: int, on: date) -> list[Json]:
    """What `jixiao overdue --json` has to have, line by line with its unit and role."""
    return [
        {**told(life), **row, "days": (on - date.fromisoformat(row["due"])).days}
        for life in folded.lives.values()
        if life.subject.year in {None, year}
        for row in folded.deadlines(life)
        if row["filed_on"] is None and row["due"] < on.isoformat()
    ]


def each(folded: Fold, life: Life, view: View) -> Json:
    """One subject: its phase, its waits, its next day and what is overdue."""
    open_ = [row for row in folded.deadlines(life) if row["filed_on"] is None]
    late = {row["deadline"] for row in open_ if row["state"] in LATE}
    return {
        **told(life),
        "stream": life.subject.stream,
        "phase": str(view.phase),
        "version": view.version,
        "waiting_for": [f"{role}:{what}" for role, what, _ in folded.waits(life)],
        "next_due": min((row["due"] for row in open_), default=None),
        "overdue": sorted(late),
        "late_filings": sum(filed.late for filed in life.filed.values()),
        "closed": view.closed,
    }


def told(life: Life) -> Json:
    """Which subject it is."""
    unit, unit_name = life.belongs
    return {
        "kind": kind_of(life),
        "code": life.subject.code,
        "name": life.name,
        "unit": unit,
        "unit_name": unit_name,
    }


def kind_of(life: Life) -> str:
    """The kind of a subject."""
    return str(life.subject.kind)


def counted(names: tuple[str, ...], found: Iterable[tuple[Any, ...]]) -> list[Json]:
    """How many subjects there are of each combination."""
    return [
        {**{name: str(value) for name, value in zip(names, values, strict=True)}, "subjects": count}
        for values, count in Counter(found).items()
    ]


WHOSE = ("kind", "code", "name", "unit", "unit_name")
LINE = (*WHOSE, "deadline", "due", "state", "responsible", "filed_on")


def same_phases(told: Json, folded: Fold, year: int) -> None:
    """Expect each subject in its phase, with what it waits for, and the counts of both."""
    expected = status(folded, year)
    for count in ("projects", "units", "policies", "institutions"):
        assert told[count] == expected[count]
    same_lists("phases", told, folded, year)
    rows = [{**row, "overdue": sorted(row["overdue"])} for row in told["each"]]
    assert _in_order(_picked(rows, expected["each"][0])) == _in_order(expected["each"])


def same_lists(name: str, told: Json, folded: Fold, year: int) -> None:
    """Expect a list of a status in any order."""
    assert _in_order(told[name]) == _in_order(status(folded, year)[name])


def same_late(told: Json, folded: Fold, year: int) -> None:
    """Expect what is late of a status."""
    flat = [{**late, **late["row"]} for late in told["late"]]
    assert _in_order(_picked(flat, LINE)) == _in_order(status(folded, year)["late"])


def same_calendar(told: Json, folded: Fold, year: int) -> None:
    """Expect the lines of a calendar of all days."""
    assert _in_order(told["lines"]) == _in_order(calendar(folded, year))


def same_overdue(told: Json, folded: Fold, year: int) -> None:
    """Expect what is overdue on the last day of a drill, by unit and by role."""
    assert (told["on"], told["clock"]) == (folded.last.isoformat(), "simulated")
    expected = overdue(folded, year, folded.last)
    groups = told["groups"]
    flat = [{**group, **line, **line["row"]} for group in groups for line in group["lines"]]
    assert _in_order(_picked(flat, (*LINE, "days"))) == _in_order(expected)
    roles = {role["responsible"]: role["deadlines"] for role in told["roles"]}
    assert roles == Counter(row["responsible"] for row in expected)


def _in_order(found: Iterable[Json]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in found)


def _picked(rows: Iterable[Json], names: Iterable[str]) -> list[Json]:
    wanted = list(names)
    return [{name: row[name] for name in wanted} for row in rows]
