"""The review of a monitoring result, and when it orders a rectification."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Verdict
from domain.shared.rectification.rectifying import Notified, Notify
from domain.subjects.project_year.monitoring.review import Reviewed
from testkit.builders.project_year import MAY, monitored, result, reviewed
from testkit.decider_spec import NEEDS_RULING, DeciderSpec, FakeRules, in_force

JUDGEMENT = {"rectify": None, "reasons": ["judgement"]}


def filed(completion: str = "50", executed: str = "500000", **rules: Any) -> DeciderSpec:
    """A result that waits for its review, under fake rules of monitoring where there are any."""
    scene = monitored().given(result(executed=executed, completion=completion))
    if not rules:
        return scene
    fake = {f"monitoring.{name}": outcome for name, outcome in rules.items()}
    return scene.under(in_force(FakeRules(fake)))


@pytest.mark.parametrize(
    ("completion", "score", "reasons"),
    [
        ("50", "60.01", ()),
        ("50", "60", ()),
        ("50", "59.99", ("score",)),
        ("69.99", "85", ()),
        ("70.00", "85", ()),
        ("70.01", "85", ("deviation",)),
        ("30.00", "85", ()),
        ("29.99", "85", ("deviation",)),
        ("70.00", "60", ()),
        ("70.01", "59.99", ("score", "deviation")),
        ("70.01", None, ("deviation",)),
    ],
)
def test_qiemo_orders_rectification_beyond_20_points_apart_or_below_60(
    completion: str, score: str | None, reasons: tuple[str, ...]
) -> None:
    # when
    verdict = Verdict.PASSED if score is None else None
    done = filed(completion).when(reviewed(score, verdict=verdict, rectify_by=date(2023, 6, 30)))
    # then
    review = done.the(Reviewed)
    assert (review.rectify, review.reasons) == (bool(reasons), reasons)
    notices = [event for event in done.events if isinstance(event, Notified)]
    assert [notice.reasons for notice in notices] == ([reasons] if reasons else [])
    assert [notice.rectify_by for notice in notices] == ([date(2023, 6, 30)] if reasons else [])


def test_the_notice_is_caused_by_the_review_and_rests_on_the_trigger() -> None:
    done = filed("90").when(reviewed())
    assert [event.name for event in done.events] == [
        "monitoring.reviewed",
        "rectification.notified",
    ]
    assert done.rules_asked() == ["monitoring.trigger", "monitoring.failed", "monitoring.trigger"]
    assert isinstance(done.outcome, tuple)
    assert done.outcome[1].cause == 0
    assert done.view.waiting_for == ("unit:rectification.report:2023-05-31",)


@pytest.mark.parametrize(
    ("score", "verdict", "failed"),
    [
        ("59.99", None, True),
        ("60", None, False),
        ("59.99", Verdict.PASSED, False),
        ("60", Verdict.FAILED, True),
    ],
)
def test_the_verdict_goes_before_the_score(
    score: str, verdict: Verdict | None, failed: bool
) -> None:
    done = filed().when(reviewed(score, verdict=verdict))
    assert done.the(Reviewed).failed is failed
    assert done.state.rounds[MAY].failed is failed


def test_a_review_gives_a_score_or_a_verdict() -> None:
    filed().when(reviewed(None)).refused(Code.MISSING_FIELD, "score")


def test_left_to_judgement_the_reviewer_decides_and_says_why() -> None:
    scene = filed(trigger=JUDGEMENT, failed=False)
    scene.when(reviewed()).refused(Code.MISSING_FIELD, "rectify")
    scene.when(reviewed(rectify=True)).refused(Code.MISSING_FIELD, "reason")
    scene.when(reviewed(rectify=False)).refused(Code.MISSING_FIELD, "reason")
    ordered = scene.when(reviewed(rectify=True, reason="进度严重滞后"))
    assert ordered.the(Reviewed).reasons == ordered.the(Notified).reasons == ("judgement",)
    let_be = scene.when(reviewed(rectify=False, reason="进度正常"))
    assert not let_be.the(Reviewed).rectify
    assert let_be.view.waiting_for == ()


def test_where_the_rules_are_silent_nothing_is_ordered_unless_the_reviewer_says_why() -> None:
    scene = filed(scope="all_projects")
    silent = scene.when(reviewed())
    assert silent.the(Reviewed).failed is None
    assert not silent.the(Reviewed).rectify
    scene.when(reviewed(rectify=True)).refused(Code.MISSING_FIELD, "reason")
    scene.given(reviewed(rectify=True, reason="问题突出")).the(Notified)


@pytest.mark.parametrize("completion", ["50", "90"])
def test_the_reviewer_does_not_overrule_the_numbers(completion: str) -> None:
    ordered = completion == "90"
    scene = filed(completion)
    scene.when(reviewed(rectify=not ordered)).refused(Code.INVALID_FIELD, "rectify")
    assert scene.when(reviewed(rectify=ordered)).the(Reviewed).rectify is ordered


def test_what_the_rules_do_not_order_is_notified_after_the_review() -> None:
    notify = Notify(node=MAY, reason="群众反映强烈", rectify_by=date(2023, 6, 30))
    filed().when(notify).refused(Code.WRONG_PHASE)
    notified = filed().given(reviewed()).when(notify)
    assert notified.the(Notified).reasons == ("judgement",)
    notified.when(notify).refused(Code.DUPLICATE)


@pytest.mark.parametrize("rule", ["trigger", "failed"])
def test_a_review_waits_for_the_ruling_that_its_rules_need(rule: str) -> None:
    rules: dict[str, Any] = {"trigger": {"rectify": False, "reasons": []}, "failed": False}
    scene = filed(**rules | {rule: NEEDS_RULING})
    assert "AMB-00" in scene.when(reviewed()).refused(Code.NEEDS_RULING).zh
    assert scene.when(reviewed()).state == scene.state


@pytest.mark.parametrize(
    ("day", "field"), [("2023-06-04", "rectify_by"), ("2023-06-05", None), ("2023-06-06", None)]
)
def test_the_day_for_rectification_is_not_past(day: str, field: str | None) -> None:
    done = filed("90").when(reviewed(rectify_by=date.fromisoformat(day)))
    if field:
        done.refused(Code.INVALID_FIELD, field)
    else:
        assert done.the(Notified).rectify_by == date.fromisoformat(day)


def test_no_day_lies_beyond_the_life_of_the_year() -> None:
    far = date(9999, 12, 31)
    filed("90").when(reviewed(rectify_by=far)).refused(Code.INVALID_FIELD, "rectify_by")
    notify = Notify(node=MAY, reason="问题", rectify_by=far)
    filed().given(reviewed()).when(notify).refused(Code.INVALID_FIELD, "rectify_by")


def test_a_number_that_the_rules_cannot_read_is_refused() -> None:
    filed().when(reviewed("1e-300")).refused(Code.INVALID_FIELD, "review_score")


def test_a_review_keeps_its_score() -> None:
    assert filed().when(reviewed("60")).state.rounds[MAY].score == Decimal(60)
