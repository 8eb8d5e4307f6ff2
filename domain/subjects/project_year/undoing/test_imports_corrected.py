"""An import on which something rests is corrected, and what rested on it stays or goes back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import Actor
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.filing import FilingStatus
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.project_year.monitoring.state import Open, Skipped
from domain.subjects.project_year.undoing.acts import UNDOING
from testkit.builders import late_project
from testkit.builders.late_project import (
    BUDGET,
    CLERK,
    OPENED,
    PREPARED,
    TARGET,
    budgeted,
    imported,
)
from testkit.builders.project_year import ATTACHED, AUGUST, DIMENSIONS, MAY, add, unregistered
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import DeciderSpec

M, A = MAY.isoformat(), AUGUST.isoformat()
RESULT, IN_AUGUST = f"monitoring.result:{M}", f"monitoring.result:{A}"
RECORD = imported("execution.record", "2023-06-05", executed="500000", as_of=M, source="国库")
FAILED = imported("monitoring.review", "2023-06-20", node=M, score="50", rectify_by="2023-07-10")
ADJUSTED = {**TARGET, "amount": "1200000", "reason": "追加"}

ACTS: dict[str, ImportAct] = {
    "exante.file-report": imported(
        "exante.file-report",
        "2023-01-03",
        CLERK,
        document="评估报告",
        amount="1000000",
        dimensions=dict.fromkeys(DIMENSIONS, "充分"),
    ),
    "exante.review": imported("exante.review", "2023-01-08", result="支持", score="96"),
    "library.admit": PREPARED[0],
    "target.file": PREPARED[1],
    "target.approve": PREPARED[2],
    "budget.approve": BUDGET,
    "target.adjust": imported("target.adjust", "2023-04-01", CLERK, **ADJUSTED),
    "target.approve-adjustment": imported("target.approve-adjustment", "2023-04-10"),
    f"execution.record:{M}": RECORD,
    f"monitoring.file-result:{M}": late_project.result("2023-06-08"),
    f"monitoring.review:{M}": FAILED,
    f"rectification.report:{M}": imported(
        "rectification.report", "2023-07-08", CLERK, node=M, measures="已整改"
    ),
    f"rectification.accept:{M}": imported("rectification.accept", "2023-07-12", node=M),
    f"monitoring.file-result:{A}": late_project.result("2023-09-05", AUGUST),
    f"monitoring.review:{A}": late_project.reviewed("2023-09-20", AUGUST, "40"),
    f"rectification.refuse:{A}": imported(
        "rectification.refuse", "2023-09-25", CLERK, node=A, reason="无力整改"
    ),
}
"""A year of imports, by their keys, in their order."""

RIGHT: dict[str, Mapping[str, Any]] = {
    "exante.file-report": {"amount": "1100000"},
    "exante.review": {"score": "90"},
    "library.admit": {},
    "target.file": {"amount": "1100000"},
    "target.approve": {},
    "budget.approve": {"amount": "1100000"},
    "target.adjust": {"amount": "1300000"},
    "target.approve-adjustment": {},
    f"execution.record:{M}": {"source": "一体化系统"},
    f"monitoring.file-result:{M}": {"completion_rate": "60"},
    f"monitoring.review:{M}": {"score": "55"},
    f"rectification.report:{M}": {"measures": "已全部整改"},
    f"rectification.accept:{M}": {},
    f"monitoring.file-result:{A}": {"completion_rate": "60"},
    f"monitoring.review:{A}": {"score": "45"},
    f"rectification.refuse:{A}": {"reason": "单位撤并"},
}
"""What was wrong in the content of each."""


def lived(acts: Mapping[str, ImportAct] | None = None) -> DeciderSpec:
    scene = unregistered(on=OPENED).given(add(), ATTACHED)
    return scene.given(*(acts or ACTS).values())


def corrected(key: str, day: str | None = None) -> tuple[ImportAct, dict[str, Any]]:
    """The right import of a key, and it as a replacement."""
    act = ACTS[key]
    content = {**(act.content or {}), **RIGHT[key]}
    on = date.fromisoformat(day) if day else act.done_on
    said: dict[str, Any] = {"content": content} | ({"done_on": day} if day else {})
    return act.model_copy(update={"content": content or None, "done_on": on}), said


def resting_on(scene: DeciderSpec, key: str) -> dict[str, str]:
    """The fates of what rests on an import: what may stand stands."""
    undoable = UNDOING.acts["history.import-act"]
    return {
        one: UNDOING.fates(undoable, one)[0]
        for one in undoable.rests(scene.state, key)
        if UNDOING.fates(undoable, one) != ("stands",)
    }


def facts(value: Any) -> Any:
    """A state without the ids of events and what depends on the number of events."""
    if isinstance(value, UUID):
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        left = {"version", "last_at", "begun", "imports", "found_late", "evaluation", "first"}
        left |= {"execution_rate"}  # a result that stands keeps its own
        names = [one.name for one in dataclasses.fields(value) if one.name not in left]
        return type(value).__name__, {name: facts(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: facts(one) for key, one in value.items()}
    return tuple(facts(one) for one in value) if isinstance(value, tuple) else value


CANCELLING = {f"monitoring.review:{M}", f"monitoring.review:{A}"}
"""The rectification that a review ordered is ordered again by the right one."""


@pytest.mark.parametrize("key", [key for key in ACTS if key not in CANCELLING])
def test_a_corrected_import_leaves_the_year_as_if_it_had_been_right(key: str) -> None:
    # given
    scene = lived()
    right, said = corrected(key)
    # when
    mended = scene.given(mend(f"history.import-act:{key}", said, **resting_on(scene, key)))
    # then
    assert facts(mended.state) == facts(lived({**ACTS, key: right}).state)
    assert {one.key for one in mended.state.imports.values()} == set(ACTS)
    assert mended.read_back() == mended.state
    assert mended.view.waiting_for == scene.view.waiting_for


@pytest.mark.parametrize("key", ACTS)
def test_a_corrected_import_is_corrected_again_and_withdrawn(key: str) -> None:
    scene = lived()
    _, said = corrected(key)
    act = f"history.import-act:{key}"
    once = scene.given(mend(act, said, **resting_on(scene, key)))
    twice = once.given(mend(act, {"content": ACTS[key].content}, **resting_on(once, key)))
    assert len({one.key for one in twice.state.imports.values()}) == len(twice.state.imports)


def test_a_review_that_is_corrected_cancels_the_rectification_that_it_ordered() -> None:
    key = f"monitoring.review:{M}"
    scene = lived()
    _, said = corrected(key)
    act = f"history.import-act:{key}"
    scene.when(mend(act, said)).refused(Code.MISSING_FIELD, "follows")
    mended = scene.given(mend(act, said, **{f"rectification.notify:{M}": "cancelled"}))
    assert mended.state.rounds[MAY].rectification.report is None
    # and the report and its acceptance are imported again
    again = mended.given(ACTS[f"rectification.report:{M}"], ACTS[f"rectification.accept:{M}"])
    assert again.state.rounds[MAY].settled


def test_an_imported_budget_with_a_record_after_it_is_corrected() -> None:
    scene = budgeted().given(RECORD, late_project.result())
    act = "history.import-act:budget.approve"
    refusal = scene.when(undo(act)).refused(Code.WRONG_PHASE)
    assert "act.correct" in refusal.zh
    assert "execution.record" in refusal.zh
    wrong = {"content": {"amount": "1100000"}}
    scene.when(mend(act, wrong)).refused(Code.MISSING_FIELD, "follows")
    mended = scene.given(mend(act, wrong, **{RESULT: "stands"}))
    assert mended.state.budget == Decimal(1_100_000)
    assert mended.state.execution.records == {MAY: Decimal(500_000)}
    event = mended.the(ActWithdrawn)
    assert {one.of: one.becomes for one in event.follows} == {
        "execution.record": "stands",
        RESULT: "stands",
    }
    returned = scene.given(mend(act, wrong, **{RESULT: "returned"}))
    assert returned.state.rounds[MAY].filing.status is FilingStatus.RETURNED


def test_a_correction_says_what_was_done() -> None:
    scene = budgeted().given(RECORD)
    refusal = scene.when(mend("history.import-act:budget.approve")).refused(
        Code.MISSING_FIELD, "replacement"
    )
    assert "act.withdraw" in refusal.zh


def test_what_is_not_said_stays_as_it_was_imported() -> None:
    mended = budgeted().given(
        RECORD, mend("history.import-act:budget.approve", {"content": {"amount": "1100000"}})
    )
    (found,) = [one for one in mended.state.imports.values() if one.key == "budget.approve"]
    assert (found.on, found.by.id, found.document) == (
        BUDGET.done_on,
        BUDGET.done_by,
        BUDGET.document,
    )


def test_the_node_of_an_import_is_not_corrected() -> None:
    scene = budgeted().given(late_project.result(), late_project.reviewed())
    content = {**(late_project.result().content or {}), "node": A}
    scene.when(
        mend(f"history.import-act:monitoring.file-result:{M}", {"content": content})
    ).refused(Code.INVALID_FIELD, "replacement.content.node")


@pytest.mark.parametrize(
    ("on", "rounds"),
    [
        ("2023-05-31", {MAY: Open(MAY), AUGUST: Open(AUGUST)}),
        ("2023-06-01", {MAY: Skipped(MAY), AUGUST: Open(AUGUST)}),
        ("2023-09-01", {MAY: Skipped(MAY), AUGUST: Skipped(AUGUST)}),
    ],
)
def test_the_day_of_the_budget_is_corrected_with_its_rounds(on: str, rounds: Any) -> None:
    said = {"done_on": on, "content": BUDGET.content}
    mended = budgeted().given(mend("history.import-act:budget.approve", said))
    assert mended.state.rounds == rounds
    assert mended.state.issued.approved_on == date.fromisoformat(on)


def test_a_result_is_judged_by_its_corrected_day() -> None:
    scene = budgeted().given(late_project.result("2023-06-08"), late_project.reviewed())
    act, content = f"history.import-act:monitoring.file-result:{M}", late_project.result().content
    for on, late in (("2023-06-10", False), ("2023-06-11", True)):
        filing = (
            scene.given(mend(act, {"done_on": on, "content": content})).state.rounds[MAY].filing
        )
        assert (filing.late, filing.first_on.isoformat()) == (late, on)


def test_a_corrected_day_is_not_after_what_rests_on_the_import() -> None:
    scene = budgeted().given(late_project.result("2023-06-08"), late_project.reviewed("2023-06-20"))
    act, content = f"history.import-act:monitoring.file-result:{M}", late_project.result().content
    late = mend(act, {"done_on": "2023-06-21", "content": content})
    refusal = scene.when(late).refused(Code.INVALID_FIELD, "done_on")
    assert f"monitoring.review:{M}" in refusal.zh
    scene.given(mend(act, {"done_on": "2023-06-20", "content": content}))


def test_only_the_bureau_that_imported_corrects() -> None:
    other = Actor("f-9", "652800-cz", Role.FINANCE)
    act = mend("history.import-act:budget.approve", {"content": BUDGET.content})
    budgeted().when(act, by=other).refused(Code.WRONG_ORGANISATION)


def test_nothing_is_overdue_a_second_time_after_a_correction() -> None:
    scene = budgeted()
    said = {"content": {"amount": "1100000"}}
    mended = scene.given(mend("history.import-act:budget.approve", said))
    assert mended.state.begun == scene.state.begun
    assert mended.state.found_late == scene.state.found_late


ON: dict[str, tuple[str, ...]] = {
    "exante.file-report": ("exante.review",),
    "exante.review": ("library.admit",),
    "library.admit": ("target.filing",),
    "target.file": ("target.approve",),
    "target.approve": ("budget.approve",),
    "budget.approve": ("execution.record", "target.approve-adjustment", RESULT, IN_AUGUST),
    "target.adjust": ("target.approve-adjustment",),
    "target.approve-adjustment": (RESULT, IN_AUGUST),
    f"execution.record:{M}": (RESULT, IN_AUGUST),
    f"monitoring.file-result:{M}": (f"monitoring.review:{M}",),
    f"monitoring.review:{M}": (f"rectification.notify:{M}",),
    f"rectification.report:{M}": (f"rectification.accept:{M}",),
    f"monitoring.file-result:{A}": (f"monitoring.review:{A}",),
    f"monitoring.review:{A}": (f"rectification.notify:{A}",),
}
"""What rests on each import of the year, as the refusal names it."""


@pytest.mark.parametrize("key", ACTS)
def test_what_rests_on_an_import_refuses_its_withdrawal(key: str) -> None:
    """It is named; an import on which nothing rests is withdrawn."""
    scene, act = lived(), undo(f"history.import-act:{key}")
    on_it = ON.get(key, ())
    if not on_it:
        scene.given(act)
        return
    refusal = scene.when(act).refused(Code.WRONG_PHASE)
    assert all(one in refusal.zh for one in on_it)
    assert "act.correct" in refusal.zh


def test_a_record_is_withdrawn_after_the_result_that_has_its_amount() -> None:
    scene = budgeted().given(RECORD, late_project.result())
    act = undo(f"history.import-act:execution.record:{M}")
    refusal = scene.when(act).refused(Code.WRONG_PHASE)
    assert RESULT in refusal.zh
    scene.given(undo(f"history.import-act:monitoring.file-result:{M}"), act)
    # an amount that no result has is withdrawn at any time
    august = imported("execution.record", "2023-09-02", executed="600000", as_of=A, source="国库")
    another = budgeted().given(RECORD, late_project.result(), august)
    another.given(undo(f"history.import-act:execution.record:{A}"))


def test_an_imported_refusal_is_withdrawn() -> None:
    scene = lived().given(undo(f"history.import-act:rectification.refuse:{A}"))
    assert f"unit:rectification.report:{A}" in scene.view.waiting_for
    assert scene.read_back() == scene.state
