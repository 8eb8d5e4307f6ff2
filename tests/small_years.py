"""The small years: their files, what came of them, and what is expected of each.

    python -m tests.small_years

writes the expected summary of each year anew, from the year played offline.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from console.drill.files import DrillFiles, read_drill_files
from domain.subjects.project_year.results.flags import flags_in
from tests.offline_scenario import played
from tests.offline_year import Offline

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
YEARS = {"653129": 2026, "652825": 2024, "652822": 2025, "652800": 2024, "653000": 2023}
"""The jurisdictions, each with its work year."""

_TIMING = frozenset({"subjects.refreshed"})
"""How often subjects are told of news depends on how fast they come, not on the year."""

_ANALYSED = "monitoring.round-analysed"
_PROPOSED = ("actions", "alternatives", "in_principle", "deduction")


@dataclass(frozen=True)
class Told:
    """An event: the subject within its jurisdiction, its name and its data."""

    subject: str
    name: str
    data: dict[str, Any]

    @property
    def code(self) -> str:
        """The last part of the subject: a project's or a unit's code."""
        return self.subject.rpartition("/")[2]


@dataclass(frozen=True)
class NotTaken:
    """An act that was refused, with the refusal's code."""

    subject: str
    command: str
    code: str


def folder(jurisdiction: str) -> Path:
    """Where a year's files are."""
    return EXAMPLES / f"{jurisdiction}-{YEARS[jurisdiction]}"


def files(jurisdiction: str) -> DrillFiles:
    """The files of a year's drill."""
    here, work_year = folder(jurisdiction), YEARS[jurisdiction]
    return read_drill_files(
        here / "portfolio.csv", here / "scenario.jsonl", jurisdiction, work_year
    )


@cache
def year(jurisdiction: str) -> Offline:
    """A year played offline."""
    return played(files(jurisdiction), jurisdiction, YEARS[jurisdiction])


def expected(jurisdiction: str) -> dict[str, Any]:
    """What is expected of a year."""
    told: dict[str, Any] = json.loads((folder(jurisdiction) / "expected.json").read_text("utf-8"))
    return told


def offline_summary(jurisdiction: str) -> dict[str, Any]:
    """What came of a year played offline."""
    offline = year(jurisdiction)
    events = [Told(_within(one.stream), one.event.name, one.event.data()) for one in offline.events]
    refused = [
        NotTaken(_within(one.stream), one.command, one.refusal.code.value)
        for one in offline.refused
    ]
    return summary(events, refused)


def drilled_summary(report: dict[str, Any]) -> dict[str, Any]:
    """What came of a drill, from its report."""
    events = [
        Told(_within(one["subject"]), one["event"], one["data"]) for one in report["decisions"]
    ]
    refused = [
        NotTaken(_within(one["subject"]), one["command"], one["code"]) for one in report["refusals"]
    ]
    return summary(events, refused)


def _within(stream: str) -> str:
    return stream.partition("/")[2]


def summary(events: Iterable[Told], refused: Iterable[NotTaken]) -> dict[str, Any]:
    """Counts, reviews, grades, uses of results, refusals, what was late or overdue, disclosure."""
    events = tuple(events)
    counts = Counter(one.name for one in events if one.name not in _TIMING)
    return {
        "events": dict(sorted(counts.items())),
        "refusals": [f"{one.subject} {one.command}: {one.code}" for one in refused],
        "reviews": dict(sorted(_reviews(events))),
        "analyses": {one.data["node"]: _analysed(one) for one in events if one.name == _ANALYSED},
        "grades": dict(sorted(_grades(events))),
        "uses": dict(sorted(_uses(events).items())),
        "flags": dict(sorted(_flags(events))),
        "monitoring_scores": dict(sorted(_scores(events))),
        "late": sorted(f"{one.subject} {one.name}" for one in events if one.data.get("late")),
        "overdue": sorted(_overdue(events)),
        "disclosed": dict(sorted(Counter(_disclosed(events)).items())),
        "kept_back": sorted(
            f"{one.code} {one.data['artefact']}{_part(one)}"
            for one in events
            if one.name == "disclosure.exception-approved"
        ),
    }


def _part(one: Told) -> str:
    return ", a part" if one.data.get("extent") == "part" else ""


def _reviews(events: tuple[Told, ...]) -> Iterable[tuple[str, str]]:
    for one in events:
        if one.name == "monitoring.reviewed":
            reasons = "+".join(one.data.get("reasons", ()))
            failed = {True: ", failed", False: "", None: ""}[one.data.get("failed")]
            yield f"{one.code} {one.data['node']}", (reasons or "no rectification") + failed


def _analysed(one: Told) -> dict[str, Any]:
    """The figures of a round, as many as there are projects, and its rates in percent."""
    counts = {each["figure"]: each["count"] for each in one.data["figures"] if each["count"]}
    reasons = {each["reason"]: each["count"] for each in one.data["reasons"]}
    rates = {name: value for name, value in one.data.items() if name.endswith("_rate")}
    return {**counts, "reasons": reasons, **rates}


def _grades(events: tuple[Told, ...]) -> Iterable[tuple[str, str]]:
    for one in events:
        if one.name == "grade.finalised":
            steps = " > ".join(
                f"{step['step']} {step['after']} ({step['clause']})" for step in one.data["chain"]
            )
            yield one.code, f"{one.data['score']} by {one.data['source']}: {steps}"


def _flags(events: tuple[Told, ...]) -> Iterable[tuple[str, str]]:
    """What was found and changed no grade, and rounds in which the bureau sent no notice."""
    for one in events:
        if one.name == "grade.finalised":
            lapsed = [f"no notice in {node}" for node in one.data.get("lapsed") or ()]
            if told := [*flags_in(one.data), *lapsed]:
                yield one.code, ", ".join(told)


def _uses(events: tuple[Told, ...]) -> dict[str, dict[str, Any]]:
    uses: dict[str, dict[str, Any]] = {}
    for one in events:
        if one.name == "results.proposed":
            uses[one.code] = _kept(one, *_PROPOSED) | {"applied": None}
        if one.name == "results.applied":
            uses[one.code]["applied"] = _applied(one)
    return uses


def _scores(events: tuple[Told, ...]) -> Iterable[tuple[str, list[str]]]:
    """The monitoring scores that an adjusted budget or next year's use of a result rests on."""
    for one in events:
        if one.data.get("monitoring_scores"):
            rounds = one.data["monitoring_scores"]
            yield f"{one.code} {one.name}", [_round(each) for each in rounds]


def _round(one: dict[str, Any]) -> str:
    failed = ", failed" if one.get("failed") else ""
    return f"{one['node']} {one.get('score', 'no score')}{failed}"


def _kept(one: Told, *names: str) -> dict[str, Any]:
    return {name: one.data.get(name) for name in names}


def _applied(one: Told) -> dict[str, Any]:
    """The use, with the reason and the flags where it has them."""
    told = _kept(one, "actions", "amount", "exception")
    further = _kept(one, "factor", "reason", "department_deduction", "flags")
    return told | {name: value for name, value in further.items() if value is not None}


def _overdue(events: tuple[Told, ...]) -> Iterable[str]:
    for one in events:
        if one.name == "deadline.passed" and one.data["step"] == "overdue":
            yield f"{one.subject} {one.data['deadline']} ({one.data['due']})"


def _disclosed(events: tuple[Told, ...]) -> Iterable[str]:
    for one in events:
        if one.name == "disclosure.published":
            counts = one.data.get("fulfils", True)
            yield f"{one.data['artefact']} by {one.data['by']}{'' if counts else ', further'}"


def main() -> None:
    """Write what is expected of each year."""
    for jurisdiction in YEARS:
        told = json.dumps(offline_summary(jurisdiction), ensure_ascii=False, indent=1)
        (folder(jurisdiction) / "expected.json").write_text(f"{told}\n", "utf-8")


if __name__ == "__main__":
    main()
