"""Each clause has one state, with the names that the state needs and no others."""

from __future__ import annotations

import pytest

from domain.rules import PackError, PackSet
from domain.rules.conftest import RULES
from domain.rules.engine.clause_states import States, counted_states, read_states, state_faults
from domain.rules.engine.coverage import cited_by
from domain.rules.engine.sources import Clause

TOPICS = "topics.yaml"
TEXTS = {path.name: path.read_bytes() for path in sorted((RULES / "states").glob("*.yaml"))}
TEST = '["domain/test_a.py::test_b"]'


def states_of(text: str, topics: str = "A1: {zh: 一, en: one}") -> States:
    return read_states({"JS.yaml": text.encode(), TOPICS: topics.encode()}, TOPICS)


def test_every_clause_has_its_state(packs: PackSet, clauses: dict[str, Clause]) -> None:
    states = read_states(TEXTS, TOPICS)
    assert state_faults(states, clauses, cited_by(packs)) == []
    assert list(states.clauses.keys() ^ clauses.keys()) == []


def test_principles_are_few_and_each_says_why() -> None:
    states = read_states(TEXTS, TOPICS).clauses.values()
    principles = [one for one in states if one.state == "principle"]
    assert len(principles) <= 40
    assert all(one.why and one.why.zh and one.why.en for one in principles)


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        (f"{{state: enforced, rule: a, tests: {TEST}}}", "enforced has act, rule"),
        ("{state: enforced, rule: a, act: b}", "tests and lacks belong"),
        (f"{{state: acted, act: b, tests: {TEST}}}", "a deadline or a gate"),
        (f"{{state: acted, act: b, deadline: c, gate: d, tests: {TEST}}}", "a deadline or a gate"),
        (f"{{state: computed, figure: F01, gate: d, tests: {TEST}}}", "a deadline or a gate"),
        ("{state: shown, board: status}", "tests and lacks belong"),
        ("{state: reference}", "reference has text"),
        ("{state: principle, waits: A1}", "principle has why"),
        ("{state: open}", "open has waits"),
        ("{state: open, waits: A1, lacks: A1}", "tests and lacks belong"),
        (f"{{state: open, waits: A1, tests: {TEST}}}", "tests and lacks belong"),
        ('{state: shown, board: status, tests: ["domain/a.py::test_b"]}', "pattern"),
        ("{state: done}", "enforced"),
    ],
)
def test_a_state_names_what_it_needs_and_nothing_else(state: str, fault: str) -> None:
    with pytest.raises(PackError, match=fault):
        states_of(f"JS-001: {state}")


def test_a_clause_stands_in_one_file() -> None:
    text = b"JS-001: {state: open, waits: A1}"
    with pytest.raises(PackError, match="two files"):
        read_states({"JS.yaml": text, "QM.yaml": text, TOPICS: b"A1: {zh: a, en: b}"}, TOPICS)


def test_what_is_not_there_is_a_fault() -> None:
    clauses = {name: Clause(name, "d", "《办法》") for name in ("JS-001", "JS-002", "JS-003")}
    states = states_of(
        f"""
        JS-001: {{state: enforced, rule: a.b, act: c, tests: {TEST}}}
        JS-002: {{state: reference, text: 意见}}
        JS-004: {{state: open, waits: B}}
        """
    )
    assert state_faults(states, clauses, {"JS-001": {"a.c"}}) == [
        "JS-003: has no state",
        "JS-001: a.b does not cite it",
        "JS-002: 意见 is not named in it",
        "JS-004: no such clause",
        "B: no such topic",
        "A1: no clause waits for it",
    ]


def test_states_are_counted_per_document() -> None:
    clauses = [Clause("JS-001", "d", ""), Clause("JS-002", "d", ""), Clause("QM-001", "e", "")]
    counts = counted_states(
        states_of(
            f"""
            JS-001: {{state: shown, board: a, lacks: A1, tests: {TEST}}}
            JS-002: {{state: open, waits: A1}}
            """
        ),
        clauses,
    )
    kept = {of: {kind: n for kind, n in row.items() if n} for of, row in counts.items()}
    assert kept == {
        "d": {"clauses": 2, "shown": 1, "open": 1, "lacks": 1},
        "e": {"clauses": 1},
    }
