"""Common indicators of a target are looked up in the adopted library of indicators."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.kernel.decider import InForce
from domain.kernel.indicator_library import NO_LIBRARY
from domain.kernel.refusal import Code
from domain.subjects.project_year.targets.adjustment import AdjustmentFiled
from domain.subjects.project_year.targets.target import FileTarget, TargetFiled
from testkit.builders.indicators import adopt, end, imports, in_force, row
from testkit.builders.project_year import (
    INDICATORS,
    adjustment,
    admitted,
    budgeted,
    target,
    unregistered,
)
from testkit.decider_spec import FILER, DeciderSpec, FakeRules, packaged_rules

LIBRARY = in_force().given(end("G002", "2023-02-10")).state.library
FIRST = INDICATORS[0].id


def source(asked: Any) -> str:
    """The library is the source of common indicators."""
    return "reject" if asked["kind"] == "common" and not asked["in_library"] else "accept"


ASKED = {"target.indicator_source": source}
SILENT: dict[str, Any] = {}


def scene(rules: dict[str, Any] | None = None, library: Any = LIBRARY) -> DeciderSpec:
    """A project in the library of projects; the library of indicators is in force."""
    found = admitted(unregistered(FakeRules(ASKED if rules is None else rules)))
    return found.under(replace(found.in_force, library=library))


def indicators(**changes: Any) -> Any:
    """The indicators, the first of them changed."""
    return (INDICATORS[0].model_copy(update=changes), *INDICATORS[1:])


def filing(code: str | None = None, kind: str = "common", **changes: Any) -> FileTarget:
    """A target whose first indicator names a code of the library."""
    return target(indicators=indicators(kind=kind, library_code=code, **changes))


def test_a_common_indicator_comes_from_the_library_where_the_rules_say_so() -> None:
    scene().when(filing("G009")).refused(Code.INVALID_FIELD, "indicators")
    filed = scene().when(filing("G001")).the(TargetFiled)
    first, *others = filed.indicators
    assert (first.library_code, first.in_library) == ("G001", True)
    assert not any(one.in_library for one in others)
    assert filed.unchecked is None


def test_what_a_filing_says_of_the_library_counts_no_more() -> None:
    scene().when(filing("G009", in_library=True)).refused(Code.INVALID_FIELD, "indicators")
    said = scene(SILENT).when(filing("G009", in_library=True)).the(TargetFiled)
    assert not said.indicators[0].in_library
    assert scene().when(filing("G001", in_library=False)).the(TargetFiled).indicators[0].in_library


def test_where_no_clause_binds_the_library_is_offered_and_refuses_nothing() -> None:
    for code, found in ((None, False), ("G009", False), ("G001", True)):
        filed = scene(SILENT).when(filing(code)).the(TargetFiled)
        assert filed.indicators[0].in_library is found


def test_before_a_library_is_adopted_common_indicators_are_marked_unchecked() -> None:
    for code in (None, "G001"):
        filed = scene(library=NO_LIBRARY).when(filing(code))
        assert filed.the(TargetFiled).unchecked == (FIRST,)
        assert "target.indicator_source" not in filed.rules_asked()
    specific = scene(library=NO_LIBRARY).when(target()).the(TargetFiled)
    assert specific.unchecked is None


def test_a_specific_indicator_names_no_code() -> None:
    assert "G001" in scene().when(filing("G001", "specific")).refused(Code.INVALID_FIELD).zh
    scene().when(filing(None, "specific")).the(TargetFiled)


@pytest.mark.parametrize(
    ("code", "said"),
    [(None, "没有填写指标库编码"), ("G009", "不在现行指标库中"), ("G002", "已停用")],
)
def test_a_refusal_says_what_is_wrong_with_the_code(code: str | None, said: str) -> None:
    late = scene().on("2023-02-11")
    assert said in late.when(filing(code)).refused(Code.INVALID_FIELD, "indicators").zh


def test_a_heading_is_no_indicator_of_a_target() -> None:
    newer = imports(row("T1", level="2"), edition="2025"), adopt(edition="2025")
    library = in_force().given(*newer).state.library
    refused = scene(library=library).when(filing("T1")).refused(Code.INVALID_FIELD, "indicators")
    assert "二级指标" in refused.zh


@pytest.mark.parametrize(
    ("day", "taken"), [("2023-02-09", True), ("2023-02-10", True), ("2023-02-11", False)]
)
def test_an_ended_indicator_may_be_named_until_its_last_day(day: str, *, taken: bool) -> None:
    tried = scene().on(day).when(filing("G002"))
    if taken:
        assert tried.the(TargetFiled).indicators[0].in_library
    else:
        tried.refused(Code.INVALID_FIELD, "indicators")


def test_what_was_filed_by_an_older_program_is_decided_as_it_was() -> None:
    here = scene()
    said = replace(here.act(filing(None, in_library=True), FILER), version=1)
    assert here.take(said).the(TargetFiled).indicators[0].in_library
    unsaid = replace(here.act(filing("G001"), FILER), version=1)
    here.take(unsaid).refused(Code.INVALID_FIELD, "indicators")


def test_what_was_filed_before_the_log_is_not_looked_up() -> None:
    here = scene()
    brought = filing("G009", in_library=True)
    filed = here.take(replace(here.act(brought, FILER), imported=True)).the(TargetFiled)
    assert (filed.unchecked, filed.indicators) == ((FIRST,), brought.indicators)


def test_an_adjusted_target_is_looked_up_too() -> None:
    here = budgeted(admitted(unregistered(FakeRules(ASKED))))
    here = here.under(replace(here.in_force, library=LIBRARY))
    outside = adjustment(indicators=indicators(kind="common", library_code="G009"))
    here.when(outside).refused(Code.INVALID_FIELD, "indicators")
    inside = adjustment(indicators=indicators(kind="common", library_code="G001"))
    assert here.when(inside).the(AdjustmentFiled).indicators[0].in_library


def test_luntai_asks_for_the_library_and_qiemo_does_not() -> None:
    for code, asks in (("652822", True), ("652825", False)):
        of_place = InForce(packaged_rules(code), library=LIBRARY)
        tried = admitted().on("2024-01-10").under(of_place).when(filing("G009"))
        if asks:
            assert "LT-002" in str(tried.refused(Code.INVALID_FIELD, "indicators").basis)
        else:
            tried.the(TargetFiled)
