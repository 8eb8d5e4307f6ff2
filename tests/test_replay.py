"""A year decided again: under the same rules nothing changes, under others just what they move."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from console.cli.command_list import whole
from domain.kernel.answer import Answer
from domain.rules import RuleBook
from projections.what_if.changes import ChangeKind
from projections.what_if.hypothetical_rules import HypotheticalRules
from projections.what_if.overrides import Override
from projections.what_if.simulation import Simulation
from projections.what_if.timer_equivalence import plans_steps
from tests.decided_year import EXAMPLES
from tests.replayed import replayed

YEARS = sorted(path.parent.name for path in EXAMPLES.glob("*/scenario.jsonl"))
QIEMO = "652825-2023"
TRIGGER = "monitoring.trigger"


def setting(rule: str, place: str, value: Any, part: str | None = None) -> Override:
    return Override(rule, part, tuple(place.split(".")) if place else (), value)


@pytest.mark.parametrize("example", YEARS)
def test_the_same_rules_change_nothing(logs: Any, example: str) -> None:
    told = replayed(logs(example), example, HypotheticalRules())

    assert told.changes == ()
    assert told.stricter == ()
    assert (told.moved, told.figures, told.unknown) == ((), (), ())
    assert told.rests == 0
    assert told.decided > 100


@pytest.mark.parametrize("example", YEARS)
def test_steps_are_planned_by_known_rules_only(
    logs: Any, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    looking: list[str] = []
    ask, view = RuleBook.ask, Simulation.view

    def noted(book: RuleBook, rule: str, on: date, **inputs: Any) -> Answer:
        if looking:
            asked.add(rule)
        return ask(book, rule, on, **inputs)

    def looked(world: Simulation, stream: str) -> Any:
        looking.append(stream)
        try:
            return view(world, stream)
        finally:
            looking.pop()

    monkeypatch.setattr(RuleBook, "ask", noted)
    monkeypatch.setattr(Simulation, "view", looked)

    told = replayed(logs(example), example, HypotheticalRules(rules_on=date(2023, 1, 1)))

    assert told.decided > 100
    assert {"monitoring.nodes", "disclosure.required"} <= asked
    assert {rule for rule in asked if not plans_steps(rule)} == set()


def test_exactly_20_points_count_under_another_side(logs: Any) -> None:
    other = HypotheticalRules(settings=(setting(TRIGGER, "deviation.line.side", "at_least"),))

    told = replayed(logs(QIEMO), QIEMO, other)

    assert {(one.kind, one.command) for one in told.changes} == {
        (ChangeKind.CHANGED, "monitoring.review")
    }
    for change in told.changes:
        assert change.recorded is not None
        assert change.other is not None
        assert [name for name, _ in change.recorded.events] == ["monitoring.reviewed"]
        assert [name for name, _ in change.other.events] == [
            "monitoring.reviewed",
            "rectification.notified",
        ]
        assert {one.rule for one in change.rules} == {TRIGGER}
    assert {(one.stream, one.role) for one in told.unknown} == {
        (change.stream, "unit") for change in told.changes
    }
    assert {one.deadline.partition(":")[0] for one in told.unknown} == {"rectification.report"}


def test_the_trigger_of_another_county_says_the_same(logs: Any) -> None:
    side = HypotheticalRules(settings=(setting(TRIGGER, "deviation.line.side", "at_least"),))
    taken = HypotheticalRules(settings=(setting(TRIGGER, "", "653129"),))

    by_side = replayed(logs(QIEMO), QIEMO, side)
    by_county = replayed(logs(QIEMO), QIEMO, taken)

    assert [one.command_id for one in by_county.changes] == [
        one.command_id for one in by_side.changes
    ]
    assert by_county.rests > 0  # the same outcome, under 伽师's clause
    assert {
        clause for one in by_county.changes for rule in one.rules for clause in _other(rule)
    } == {"JS-037"}


def test_a_relative_deviation_moves_other_reviews(logs: Any) -> None:
    measure = setting(TRIGGER, "deviation.measure", "relative_to_completion")

    told = replayed(logs(QIEMO), QIEMO, HypotheticalRules(settings=(measure,)))

    assert Counter(one.command for one in told.changes)["monitoring.review"] > 2


def test_other_bands_move_grades_and_the_figures(logs: Any) -> None:
    limits = [
        setting("grade.bands", f"bands.{at}.line.limit", at_) for at, at_ in enumerate((80, 70, 60))
    ]

    told = replayed(logs(QIEMO), QIEMO, HypotheticalRules(settings=tuple(limits)))

    moved = {(one.id, one.name): (one.recorded, one.other) for one in told.figures}
    assert moved["F10", "excellent_projects"] == ("137", "143")
    assert moved["F10", "good_projects"] == ("6", "0")
    assert moved["F10", "excellent_amount"] == ("458810000", "460830000")


def test_a_whole_other_pack_refuses_what_it_does_not_know(logs: Any) -> None:
    told = replayed(logs(QIEMO), QIEMO, HypotheticalRules(jurisdiction="653129"))

    kinds = Counter(one.kind for one in told.changes)
    refused = [one for one in told.changes if one.kind is ChangeKind.REFUSED]
    assert kinds[ChangeKind.DROPPED] > 0  # 伽师 of 2024 has no August round: it is never opened
    assert {"monitoring.file-result"} <= {one.command for one in refused}
    assert all(one.other is not None and one.other.code for one in refused)


def test_a_replay_writes_nothing(logs: Any) -> None:
    path = logs(QIEMO)
    before = hashlib.sha256(path.read_bytes()).hexdigest()

    replayed(path, QIEMO, HypotheticalRules(jurisdiction="653129"))

    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_the_command_tells_it_as_json_and_as_a_table(logs: Any) -> None:
    base = ["replay", "--jurisdiction", "652825", "--work-year", "2023"]
    base += ["--data", str(logs(QIEMO).parent), "--set", f"{TRIGGER}.deviation.line.side=at_least"]

    as_json = CliRunner().invoke(whole(), [*base, "--json"])
    as_text = CliRunner().invoke(whole(), base)

    told = json.loads(as_json.stdout)
    assert told["by_rule"] == [{"rule": TRIGGER, "kind": "changed", "count": len(told["changes"])}]
    assert told["changes"][0]["rules"][0]["recorded"]["clauses"] == ["QM-030"]
    assert told["changes"][0]["subject"] in as_text.stdout


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--set", "grade.bans=1", "--set"),
        ("--set", "grade.bands", "--set"),
        ("--set", "grade.final.nothing.grade=poor", "parts"),
        ("--set", "grade.bands.bands=@653129", "@CODE"),
        ("--ruling", "AMB-18", "--ruling"),
        ("--ruling", "AMB-99=1", "ambiguity"),
        ("--pack", "111111", "jurisdiction"),
        ("--rules-on", "someday", "--rules-on"),
        ("--pack-file", "nowhere.yaml", "nowhere.yaml"),
    ],
)
def test_a_wrong_supposition_is_one_line(logs: Any, option: str, value: str, said: str) -> None:
    base = ["replay", "--jurisdiction", "652825", "--work-year", "2023"]

    result = CliRunner().invoke(whole(), [*base, "--data", str(logs(QIEMO).parent), option, value])

    assert said in str(result.exception)
    assert "\n" not in str(result.exception)


def _other(rule: Any) -> tuple[str, ...]:
    return rule.other.clauses if rule.other else ()
