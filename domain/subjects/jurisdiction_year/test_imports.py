"""Imports of a work year that is opened on 28 November, and the duties that are dropped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.filings.attachment import Attach
from domain.shared.filings.import_messages import ActImported, ImportAct
from domain.shared.people.exception_grants import GrantException
from domain.subjects.jurisdiction_year.county_reports import ReportFiled
from domain.subjects.jurisdiction_year.imports import IMPORTABLE
from domain.subjects.jurisdiction_year.past_duties import droppable
from domain.subjects.jurisdiction_year.sheets import (
    IssueScoreSheet,
    ScoredLine,
    ScoreSheetIssued,
    SheetLine,
)
from testkit.builders.jurisdiction_evaluation import FUNDS, HELD_ON, PLAN, SELECT, framed
from testkit.builders.prefecture_year import (
    ADD,
    COUNTY,
    DECEMBER,
    JULY,
    JUNE,
    SUMMARY,
    appraisal,
    opened,
    report,
)
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import REVIEWER, DeciderSpec

OPENED = "2023-11-28"
ATTACHED = Attach(sha256="a" * 64, file_name="函.pdf", size=3, media_type="application/pdf")
HELD = {"held_on": HELD_ON.isoformat()}
LINE = SheetLine(project="P1", unit="U1")


def imported(act: Command, on: str, by: str = "绩效科") -> ImportAct:
    """Import an act as it would be taken live."""
    return ImportAct(
        act=act.name,
        done_on=date.fromisoformat(on),
        done_by=by,
        document=ATTACHED.sha256,
        content=act.model_dump(mode="json", exclude_none=True),
    )


def of(act: str, on: str = "2023-06-30", **content: Any) -> ImportAct:
    return ImportAct(
        act=act,
        done_on=date.fromisoformat(on),
        done_by="绩效科",
        document=ATTACHED.sha256,
        content=content,
    )


def entered() -> DeciderSpec:
    """Open the year on 28 November and register a county in it."""
    return opened(on=OPENED).given(ATTACHED, by=REVIEWER).given(ADD)


TRAINING = of("training.record", **HELD, topic="培训", participants="57")
SHEET = of(
    "score-sheet.issue", "2023-05-31", document="打分表1号", lines=[LINE.model_dump(mode="json")]
)
ACTS: dict[str, ImportAct] = {
    "key-evaluation-plan.set": imported(PLAN, "2023-06-19"),
    "score-sheet.issue:打分表1号": SHEET,
    f"training.record:{HELD_ON}": TRAINING,
    f"review-meeting.record:{HELD_ON}": of(
        "review-meeting.record", **HELD, kind="monthly", topics="五月"
    ),
    f"effectiveness-evaluation.record:{HELD_ON}": of(
        "effectiveness-evaluation.record", **HELD, evaluated="实效", findings="良好"
    ),
    f"congress.report:{HELD_ON}": of(
        "congress.report", **HELD, artefacts=["绩效目标"], document="函1号"
    ),
    f"county-report.file:{COUNTY}:{JUNE}": imported(report(), "2023-06-09"),
    f"county-appraisal.score:{COUNTY}:{JULY}": imported(appraisal(), "2023-07-20"),
    f"county-summary.file:{COUNTY}": imported(SUMMARY, "2023-11-20"),
    f"direct-funds.review:{COUNTY}": imported(FUNDS, "2023-08-01"),
    f"direct-funds.accept-rectification:{COUNTY}.1": of(
        "direct-funds.accept-rectification", "2023-08-20", county=COUNTY, number="1", findings="好"
    ),
}
"""A year of imports, by their keys."""


def lived() -> DeciderSpec:
    return entered().given(*ACTS.values())


def test_an_imported_act_is_an_event_of_its_own_day_after_its_mark() -> None:
    scene = entered().when(TRAINING)
    mark, recorded = scene.recorded()[-2:]
    assert mark.event.key == f"training.record:{HELD_ON}"
    assert (recorded.event.name, recorded.effective_on) == ("training.recorded", HELD_ON)
    assert recorded.recorded_at == scene.now
    assert (mark.event.done_by, mark.event.role) == ("绩效科", "finance")


def test_all_acts_of_the_year_are_imported_and_the_state_is_read_back() -> None:
    scene = lived()
    assert {one.key for one in scene.state.imports.values()} == set(ACTS)
    assert scene.read_back() == scene.state
    assert scene.state.plan is not None
    assert scene.state.counties[COUNTY].problems[1].rectified


@pytest.mark.parametrize(("on", "late"), [("2023-06-10", False), ("2023-06-11", True)])
def test_a_county_report_is_judged_by_its_own_day(on: str, *, late: bool) -> None:
    filed = entered().when(imported(report(), on, "县局"))
    assert filed.the(ReportFiled).late is late
    # and it is the county's own act
    assert filed.the(ActImported).organisation == COUNTY


def test_the_summary_of_a_county_comes_from_its_government() -> None:
    assert entered().when(imported(SUMMARY, "2023-11-20")).the(ActImported).role == Role.GOVERNMENT


def test_a_score_sheet_on_paper_has_its_own_lines() -> None:
    assert entered().when(SHEET).the(ScoreSheetIssued).lines == (ScoredLine(**dict(LINE)),)
    bare = SHEET.model_copy(update={"content": {"document": "打分表1号"}})
    entered().when(bare).refused(Code.MISSING_FIELD, "content.lines")
    twice = {"document": "打分表1号", "lines": [LINE.model_dump(mode="json")] * 2}
    entered().when(SHEET.model_copy(update={"content": twice})).refused(
        Code.INVALID_FIELD, "content.lines"
    )
    # and a live one has those of the log alone
    live = IssueScoreSheet(document="1号", lines=(LINE,))
    entered().when(live).refused(Code.INVALID_FIELD, "lines")


@pytest.mark.parametrize(
    ("on", "taken"),
    [("2022-12-31", False), ("2023-06-30", True), (OPENED, True), ("2023-11-29", False)],
)
def test_the_day_lies_in_the_work_year_until_its_opening(on: str, *, taken: bool) -> None:
    act = of("training.record", on, held_on=on, topic="培训", participants="1")
    scene = entered().on("2023-12-01").when(act)
    assert bool(scene.events) is taken
    if not taken:
        scene.refused(Code.INVALID_FIELD, "done_on")


def test_what_the_law_asks_of_the_act_is_asked_of_the_import() -> None:
    early = imported(appraisal(DECEMBER), "2023-11-20")
    entered().when(early).refused(Code.WRONG_PHASE, "content.node")
    later = of("training.record", held_on="2023-07-01", topic="培训", participants="1")
    entered().when(later).refused(Code.INVALID_FIELD, "content.held_on")
    entered().when(of("key-evaluation.select", selected=["P1"])).refused(Code.INVALID_FIELD, "act")


def test_an_acceptance_is_not_earlier_than_its_review() -> None:
    scene = entered().given(ACTS[f"direct-funds.review:{COUNTY}"])
    key = f"direct-funds.accept-rectification:{COUNTY}.1"
    scene.when(ACTS[key].model_copy(update={"done_on": date(2023, 7, 31)})).refused(
        Code.INVALID_FIELD, "done_on"
    )
    scene.given(ACTS[key])


ON = {
    f"county-report.file:{COUNTY}:{JUNE}": f"county-appraisal.score:{COUNTY}:{JULY}",
    f"direct-funds.review:{COUNTY}": f"direct-funds.accept-rectification:{COUNTY}.1",
}


@pytest.mark.parametrize("key", ACTS)
def test_an_import_on_which_nothing_rests_is_withdrawn_and_taken_again(key: str) -> None:
    scene, act = lived(), undo(f"history.import-act:{key}")
    if key in ON:
        assert ON[key] in scene.when(act).refused(Code.WRONG_PHASE).zh
        scene = scene.given(undo(f"history.import-act:{ON[key]}"))
    gone = scene.given(act)
    assert key not in {one.key for one in gone.state.imports.values()}
    gone.when(act).refused(Code.WRONG_PHASE)
    gone.when(undo(key)).refused(Code.WRONG_PHASE)
    if not key.startswith("direct-funds"):  # a new problem has another number
        assert gone.given(ACTS[key]).read_back().imports


def test_a_review_of_funds_is_corrected_and_its_problems_are_pushed_again() -> None:
    scene, key = lived(), f"direct-funds.review:{COUNTY}"
    mended = scene.given(mend(f"history.import-act:{key}", {"content": ACTS[key].content}))
    problems = mended.state.counties[COUNTY].problems
    assert {at: (one.rectified, one.open) for at, one in problems.items()} == {
        1: (True, False),
        2: (False, True),
    }


@pytest.mark.parametrize("key", [key for key in ACTS if not key.startswith("direct-funds.review")])
def test_a_corrected_import_leaves_what_rested_on_it(key: str) -> None:
    scene = lived()
    mended = scene.given(mend(f"history.import-act:{key}", {"content": ACTS[key].content}))
    assert {one.key for one in mended.state.imports.values()} == set(ACTS)
    assert mended.view.waiting_for == scene.view.waiting_for
    assert mended.read_back() == mended.state


def test_a_plan_is_corrected_beside_the_selection() -> None:
    scene = framed(entered().given(ACTS["key-evaluation-plan.set"]), SELECT)
    act = "history.import-act:key-evaluation-plan.set"
    scene.when(undo(act)).refused(Code.WRONG_PHASE)
    said = {"content": {**(ACTS["key-evaluation-plan.set"].content or {}), "document": "更正"}}
    mended = scene.given(mend(act, said))
    assert mended.state.key_selected == scene.state.key_selected


def test_a_report_whose_day_is_corrected_is_judged_by_it() -> None:
    key = f"county-report.file:{COUNTY}:{JUNE}"
    said = {"done_on": "2023-06-11", "content": ACTS[key].content}
    mended = lived().given(mend(f"history.import-act:{key}", said))
    filing = mended.state.counties[COUNTY].reports[JUNE]
    assert (filing.late, filing.open) == (True, False)


def dropping(duty: str, rule: str) -> GrantException:
    return GrantException(
        rule=rule, reference="例外1号", approver="局长", reason="启用前未开展", duty=duty
    )


def test_a_duty_that_was_over_is_dropped_by_an_exception() -> None:
    scene = entered()
    act = dropping("training.record", "training.record")
    gone = scene.given(act)
    assert gone.state.dropped == {"training.record": "例外1号"}
    assert gone.read_back() == gone.state
    gone.when(act).refused(Code.DUPLICATE)
    back = gone.given(undo("exception.grant:training.record"), by=REVIEWER)
    assert back.state.dropped == {}


def test_a_dropped_report_of_a_county_is_owed_no_more() -> None:
    duty = f"county-report.filing.{COUNTY}:{JUNE}"
    scene = entered()
    assert duty in set(droppable(scene.state, scene.in_force))
    gone = scene.given(dropping(duty, "county_report.due"))
    assert duty not in set(droppable(gone.state, gone.in_force))
    done = scene.given(imported(report(), "2023-06-09"))
    done.when(dropping(duty, "county_report.due")).refused(Code.INVALID_FIELD, "duty")


def test_a_duty_that_was_not_over_is_not_dropped() -> None:
    duty = f"county-appraisal.scoring.{COUNTY}:{DECEMBER}"
    refusal = (
        entered()
        .when(dropping(duty, "county_appraisal.windows"))
        .refused(Code.INVALID_FIELD, "duty")
    )
    assert "training.record" in refusal.zh
    wrong = dropping("training.record", "county_report.due")
    entered().when(wrong).refused(Code.INVALID_FIELD, "rule")


@pytest.mark.parametrize(("on", "over"), [("2023-01-31", False), ("2023-02-01", True)])
def test_an_act_without_a_day_was_over_after_the_first_month(on: str, *, over: bool) -> None:
    scene = opened(on=on)
    assert ("training.record" in set(droppable(scene.state, scene.in_force))) is over


def test_every_act_that_can_be_imported_is_one_of_the_year() -> None:
    assert {key.partition(":")[0] for key in ACTS} <= set(IMPORTABLE)
