"""The facts that selections and draws look at."""

from __future__ import annotations

from domain.subjects.project_year.evaluation.department_evaluation import ReviewReport
from domain.subjects.project_year.membership import member_of
from testkit.builders.project_evaluation import (
    department_report,
    graded,
    imported,
    selected,
    self_evaluation,
)
from testkit.builders.project_year import ACTS, admitted, unregistered


def test_what_is_not_registered_or_withdrawn_is_no_member() -> None:
    assert member_of(unregistered().state) is None
    assert member_of(admitted().given(ACTS["project.withdraw"]).state) is None


def test_a_project_of_the_system_has_its_register_and_nothing_evaluated() -> None:
    member = member_of(admitted(subject_kind="政府采购").state)
    assert member is not None
    assert member.facts["subject_kind"] == "政府采购"
    assert member.facts["requested"] == "1000000"
    assert member.facts["budget"] is member.facts["grade"] is member.facts["self_grade"] is None
    assert not member.facts["imported"]


def test_imported_history_says_what_was_evaluated_before() -> None:
    facts = member_of(imported(department_evaluated_before=True).state)
    assert facts is not None
    assert facts.facts["imported"]
    assert facts.facts["department_evaluated_before"]
    assert (facts.facts["budget"], facts.facts["executed"]) == ("1000000", "900000")


def test_an_unreviewed_form_is_not_evaluated_yet() -> None:
    waiting = member_of(imported().given(self_evaluation()).state)
    assert waiting is not None
    assert (waiting.facts["self_evaluated"], waiting.facts["self_score"]) == (False, None)


def test_scores_and_grades_are_those_that_stand() -> None:
    member = member_of(graded().state)
    assert member is not None
    assert (member.facts["self_score"], member.facts["self_grade"]) == ("96.00", "excellent")
    assert (member.facts["score"], member.facts["grade"]) == ("96", "excellent")
    reported = member_of(selected().given(department_report(), ReviewReport()).state)
    assert reported is not None
    assert reported.facts["department_selected"]
    assert reported.facts["department_evaluated"]
    assert not reported.facts["key_selected"]
