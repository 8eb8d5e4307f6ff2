"""The framework of a key evaluation's report is named by the rules; what lacks is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.kernel.refusal import Refusal
from domain.subjects.project_year.evaluation.key_evaluation import ReportFiled
from testkit.builders.project_evaluation import commissioned, key_indicators, key_report
from testkit.decider_spec import THIRD_PARTY, DeciderSpec, FakeRules, packaged_rules

FOUR = ("decision", "process", "output", "benefit")
THREE = ("resource_allocation", "fund_benefit", "duty_performance")
PARTS = (("20", "20"), ("20", "20"), ("30", "25"), ("30", "25"))


def filed(scene: DeciderSpec, *of: str) -> DeciderSpec:
    return scene.when(key_report(indicators=key_indicators(*PARTS, of=of)), by=THIRD_PARTY)


def remarks(scene: DeciderSpec) -> tuple[tuple[str, str], ...]:
    assert not isinstance(scene.outcome, Refusal)
    return scene.outcome[0].remarks


@pytest.mark.parametrize(
    ("of", "lacking"),
    [
        (FOUR, ()),
        (FOUR[::-1], ()),
        (FOUR[:3], ("benefit",)),
        (("decision", "output"), ("process", "benefit")),
        ((), FOUR),
    ],
)
def test_a_report_that_lacks_a_dimension_is_taken_and_says_so(
    of: tuple[str, ...], lacking: tuple[str, ...]
) -> None:
    scene = filed(commissioned(), *of)
    assert scene.the(ReportFiled).lacking == lacking
    assert bool(remarks(scene)) == bool(lacking)


def test_the_remark_names_what_lacks_in_chinese() -> None:
    ((zh, _),) = remarks(filed(commissioned(), "decision", "output"))
    assert "报告没有过程、效益方面的指标" in zh


@pytest.mark.parametrize(
    ("jurisdiction", "names"), [("652825", FOUR), ("652822", THREE), ("653129", ()), ("652800", ())]
)
def test_each_text_has_its_own_words(jurisdiction: str, names: tuple[str, ...]) -> None:
    scene = commissioned().under(
        replace(commissioned().in_force, rules=packaged_rules(jurisdiction))
    )
    in_2024 = scene.on("2024-06-20")
    assert filed(in_2024).the(ReportFiled).lacking == names
    assert filed(in_2024, *names).the(ReportFiled).lacking == ()


def test_where_no_text_names_a_framework_nothing_lacks() -> None:
    scene = commissioned()
    silent = filed(scene.under(replace(scene.in_force, rules=FakeRules())))
    assert (silent.the(ReportFiled).lacking, remarks(silent)) == ((), ())


def test_a_report_filed_before_is_not_looked_at_again() -> None:
    scene = commissioned()
    act = scene.act(key_report(), THIRD_PARTY)
    before = scene.take(replace(act, version=1))
    assert before.the(ReportFiled).lacking == ()
    assert "key_evaluation.framework" not in before.rules_asked()


def test_problems_and_suggestions_stand_with_the_report() -> None:
    report = key_report(problems=("台账不全",), suggestions=("健全台账",))
    event = commissioned().when(report, by=THIRD_PARTY).the(ReportFiled)
    assert (event.problems, event.suggestions) == (("台账不全",), ("健全台账",))
