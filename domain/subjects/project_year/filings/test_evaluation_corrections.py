"""The filings of the evaluation half are corrected before their review, by who filed them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.subjects.project_year.evaluation.department_evaluation import ReviewReport
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from domain.subjects.project_year.evaluation.state import KeyEvaluation
from testkit.builders.project_evaluation import (
    DEPARTMENT_REPORT,
    KEY_REPORT,
    REVIEWED,
    SELF,
    VIEWS,
    commissioned,
    department_report,
    filed,
    key_report,
    selected,
    self_evaluation,
)
from testkit.builders.project_year import correction
from testkit.decider_spec import COLLEAGUE, DEPARTMENT, FILER, THIRD_PARTY, DeciderSpec

CASES: dict[str, tuple[Callable[[], DeciderSpec], Command, Actor, str]] = {
    SELF: (filed, self_evaluation(executed=Decimal(800_000)), FILER, "itself"),
    DEPARTMENT_REPORT: (
        lambda: selected().given(department_report()),
        department_report("50"),
        DEPARTMENT,
        "department",
    ),
    KEY_REPORT: (
        lambda: commissioned().given(key_report(), VIEWS),
        key_report("60"),
        THIRD_PARTY,
        "key",
    ),
}
EACH = pytest.mark.parametrize("filing", CASES)


def fields(command: Command) -> dict[str, Any]:
    return command.model_dump(mode="json", exclude_none=True)


def score(scene: DeciderSpec, part: str) -> Decimal | None:
    """The score of what was filed, if anything stands."""
    stands = getattr(scene.state.evaluation, part)
    report = stands.report if isinstance(stands, KeyEvaluation) else stands
    found: Decimal | None = report.score if report else None
    return found


@EACH
def test_it_is_replaced_in_one_outcome(filing: str) -> None:
    given, again, by, part = CASES[filing]
    before = given()
    replaced = before.when(correction(filing, fields(again)), by=by)
    assert len(replaced.events) == 2
    assert score(before, part) != score(replaced, part)


@EACH
def test_it_is_withdrawn_and_filed_anew(filing: str) -> None:
    given, again, by, part = CASES[filing]
    withdrawn = given().given(correction(filing), by=by)
    withdrawn.when(correction(filing), by=by).refused(Code.WRONG_PHASE)
    assert score(withdrawn, part) is None
    withdrawn.given(again, by=by)


@EACH
def test_nobody_else_corrects_it(filing: str) -> None:
    given, again, _, _ = CASES[filing]
    given().when(correction(filing, fields(again)), by=COLLEAGUE).refused(Code.WRONG_ROLE)


def test_after_its_review_nothing_is_corrected() -> None:
    filed().given(REVIEWED).when(correction(SELF)).refused(Code.ALREADY_REVIEWED)
    reported = selected().given(department_report(), ReviewReport())
    reported.when(correction(DEPARTMENT_REPORT), by=DEPARTMENT).refused(Code.ALREADY_REVIEWED)
    final = commissioned().given(key_report(), VIEWS, Finalise())
    final.when(correction(KEY_REPORT), by=THIRD_PARTY).refused(Code.ALREADY_REVIEWED)


def test_views_are_exchanged_on_the_report_that_stands() -> None:
    replaced = commissioned().given(key_report(), VIEWS)
    again = replaced.given(correction(KEY_REPORT, fields(key_report("60"))), by=THIRD_PARTY)
    again.when(Finalise()).refused(Code.GATE_NOT_MET)


def test_a_form_that_is_withdrawn_is_no_longer_checked_or_counted() -> None:
    gone = filed().given(correction(SELF))
    assert gone.state.evaluation.scores == {}
    assert gone.view.waiting_for == ("unit:self-evaluation.filing",)
    assert gone.view.chapter == filed().view.chapter


def test_a_replacement_keeps_the_day_of_the_first_filing() -> None:
    early = filed().on("2023-04-05")
    again = early.given(correction(SELF, fields(self_evaluation())))
    assert again.state.evaluation.itself.filing.first_on == early.state.evaluation.itself.filing.on
