"""What holds for every input: no well-formed one makes a rule raise, no other one gets through."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.rules import BadInput, PackSet, RuleBook
from domain.rules.engine.questions import Batch, answer_json
from domain.rules.engine.registry import RULES
from domain.rules.families.deadlines import DUE
from domain.rules.families.grade import GRADES
from testkit.rule_inputs import (
    WELL_FORMED,
    amounts,
    bases,
    days,
    final_grades,
    ids,
    rates,
    scores,
    years,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def refused_field(ask: Callable[[], object]) -> str | None:
    try:
        ask()
    except BadInput as error:
        return error.field
    return None


def test_every_rule_is_tried() -> None:
    assert set(WELL_FORMED) == set(RULES)


@given(data=st.data(), rule=st.sampled_from(sorted(RULES)), on=days)
def test_no_well_formed_input_makes_a_rule_raise(
    packs: PackSet, book: Callable[..., RuleBook], data: st.DataObject, rule: str, on: date
) -> None:
    inputs = data.draw(WELL_FORMED[rule])
    for code in packs.jurisdictions:
        answer = book(code).answer(rule, on, inputs)

        assert answer.reason in {None, "not_stated", "needs_ruling"}
        assert (answer.reason == "not_stated") == (not answer.citations)
        assert json.loads(answer_json(answer))["outcome"] == answer.outcome
        assert book(code).answer(rule, on, answer.input) == answer


@given(data=st.data(), rule=st.sampled_from(sorted(RULES)), on=days, given_value=json_values)
def test_anything_else_is_bad_input(
    book: Callable[..., RuleBook],
    data: st.DataObject,
    rule: str,
    on: date,
    given_value: Any,
) -> None:
    inputs = data.draw(WELL_FORMED[rule])
    name = data.draw(st.sampled_from([*inputs, "other"]))
    given_inputs = {**inputs, name: given_value}
    refused = refused_field(lambda: book("652825").answer(rule, on, given_inputs))

    assert refused is not None or name != "other"
    assert refused is None or refused.partition(".")[0] == name


@given(line=st.text(max_size=60) | json_values.map(repr))
def test_a_line_is_answered_or_bad(book: Callable[..., RuleBook], line: str) -> None:
    refused_field(lambda: json.loads(Batch(book).answer(line)))


@given(node=st.dates(date(1950, 1, 1), date(2950, 1, 1)), on=days)
def test_a_due_day_is_never_before_its_node(
    packs: PackSet, book: Callable[..., RuleBook], node: date, on: date
) -> None:
    for code in packs.jurisdictions:
        outcome = book(code).ask("monitoring.due", on, node=node).outcome
        if outcome and outcome["due"]:
            assert date.fromisoformat(outcome["due"]) > node


@given(execution=rates, completion=rates, more=rates)
def test_a_wider_deviation_never_stops_triggering(
    book: Callable[..., RuleBook], execution: Decimal, completion: Decimal, more: Decimal
) -> None:
    low, high = sorted((Decimal(execution), Decimal(completion)))
    county = book("652825")

    def triggers(apart: Decimal) -> bool:
        given_rates = {"execution_rate": low, "completion_rate": apart, "review_score": None}
        answer = county.answer("monitoring.trigger", date(2023, 6, 1), given_rates)
        return bool(answer.outcome["rectify"])

    assert triggers(high + Decimal(more)) or not triggers(high)


@given(year=years, on=days)
def test_a_due_day_lies_in_its_work_year(
    packs: PackSet, book: Callable[..., RuleBook], year: int, on: date
) -> None:
    for code in packs.jurisdictions:
        for rule in DUE:
            outcome = book(code).ask(rule, on, work_year=year).outcome
            assert outcome is None or date.fromisoformat(outcome["due"]).year == year


def final(book: RuleBook, on: date, given_facts: dict[str, Any]) -> Any:
    return book.answer("grade.final", on, given_facts).outcome


@given(facts=final_grades, on=st.dates(date(2020, 2, 25), date(2030, 1, 1)))
def test_no_step_raises_a_grade_and_the_score_stays(
    packs: PackSet, book: Callable[..., RuleBook], facts: dict[str, Any], on: date
) -> None:
    for code in packs.jurisdictions:
        outcome = final(book(code), on, facts)
        steps = outcome["chain"]
        ranks = [GRADES.index(step["to"]) for step in steps]

        assert ranks == sorted(ranks)
        assert [step["from"] for step in steps] == [None, *(step["to"] for step in steps[:-1])]
        assert outcome["grade"] == steps[-1]["to"]
        assert Decimal(outcome["score"]) == facts["score"]


@given(facts=final_grades, more=st.integers(1, 9), on=days.filter(lambda day: day.year > 2020))
def test_more_audit_findings_never_improve_a_grade(
    packs: PackSet, book: Callable[..., RuleBook], facts: dict[str, Any], more: int, on: date
) -> None:
    worse = {**facts, "audit_findings": facts["audit_findings"] + more}
    for code in packs.jurisdictions:
        before, after = (final(book(code), on, one)["grade"] for one in (facts, worse))
        assert GRADES.index(after) >= GRADES.index(before)


@given(low=scores, high=scores)
def test_a_higher_score_never_has_a_lower_band(
    book: Callable[..., RuleBook], low: Decimal, high: Decimal
) -> None:
    ordered = sorted((low, high))
    county = book("652822")
    grades = [county.ask("grade.bands", date(2024, 6, 1), score=s).outcome for s in ordered]

    assert GRADES.index(grades[1]) <= GRADES.index(grades[0])


@given(selected=st.lists(amounts, max_size=4), more=amounts, base=bases)
def test_selecting_more_never_covers_less(
    book: Callable[..., RuleBook], selected: list[Any], more: Any, base: Any
) -> None:
    county = book("652825")

    def covered(chosen: list[Any]) -> Any:
        asked = {"selected": chosen, "base": base}
        return county.answer("department_evaluation.coverage", date(2024, 1, 1), asked).outcome

    before, after = covered(selected), covered([*selected, more])
    assert Decimal(after["ratio"]) >= Decimal(before["ratio"])
    assert Decimal(after["shortfall"]) <= Decimal(before["shortfall"])
    assert after["met"] or not before["met"]
    assert after["met"] == (after["shortfall"] == "0")


@given(
    frame=st.lists(ids, min_size=1, max_size=12, unique=True),
    ratio=st.sampled_from(["0.01", "0.3", "0.5", "1"]),
    seed=ids,
    data=st.data(),
)
def test_a_sample_is_the_same_for_any_order_of_the_frame(
    book: Callable[..., RuleBook], frame: list[str], ratio: str, seed: str, data: st.DataObject
) -> None:
    county, on = book("653129"), date(2025, 6, 1)
    shuffled = data.draw(st.permutations(frame))

    first, second = (
        county.ask("authenticity.sample", on, frame=one, ratio=ratio, seed=seed).outcome
        for one in (frame, shuffled)
    )
    assert first == second == sorted(first)
    assert set(first) <= set(frame)
    assert len(first) == max(1, ceil(Fraction(ratio) * len(frame)))


@given(given_input=WELL_FORMED["self_evaluation.score"])
def test_a_self_evaluation_is_the_sum_of_parts_within_their_points(
    book: Callable[..., RuleBook], given_input: dict[str, Any]
) -> None:
    outcome = book("000000").answer("self_evaluation.score", date(2024, 1, 1), given_input).outcome
    worth = {one["id"]: Decimal(one["points"]) for one in given_input["indicators"]}
    if outcome["score"] is None:  # an exceeded cost is open
        assert any(one["points"] is None for one in outcome["indicators"])
        return
    parts = {one["id"]: Decimal(one["points"]) for one in outcome["indicators"]}

    assert all(0 <= parts[name] <= worth[name] for name in worth)
    assert 0 <= Decimal(outcome["execution_points"]) <= 10
    assert Fraction(outcome["score"]) == sum(
        map(Fraction, [*parts.values(), Decimal(outcome["execution_points"])])
    )
