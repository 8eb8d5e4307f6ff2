"""The bureau's own duties: waited for, reminded of, and in the way of the year's close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.decider import Frame, InForce, Member
from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import BudgetType
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.set_day import SetDay
from domain.shared.filings.undoable import WithdrawAct
from domain.shared.people.exception_grants import ExceptionGranted, GrantException
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.authenticity_draw import Draw
from domain.subjects.jurisdiction_year.bureau_duties import DUTIES, RULE
from domain.subjects.jurisdiction_year.bureau_work import DEADLINES
from domain.subjects.jurisdiction_year.catalogue import CATALOGUE
from domain.subjects.jurisdiction_year.closing import CloseYear, YearClosed
from domain.subjects.jurisdiction_year.congress import ReportToCongress
from domain.subjects.jurisdiction_year.key_selection import SelectForKeyEvaluation
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.plan import PlannedObjects, SetPlan
from domain.subjects.jurisdiction_year.records import (
    RecordMeeting,
    RecordTraining,
)
from domain.subjects.jurisdiction_year.sheets import (
    IssueChecklist,
    IssueScoreSheet,
    ScoreSheetIssued,
)
from testkit.builders.bureau_work import EVALUATED, HELD, work
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, packaged_rules

JS, KZ, QM, BZ, LT = "653129", "653000", "652825", "652800", "652822"
END = "2025-12-31"
PARAMETERS = {
    "reminder.lead_days": ((date(2025, 1, 1), "3"),),
    "escalation.after_days": ((date(2025, 1, 1), "2"),),
}
PLAN = SetPlan(
    objects=(PlannedObjects(object_type="project", objects=2, funds=Decimal(200)),),
    budget_types=tuple(BudgetType),
)
ACTS: dict[str, Command] = {
    "score-sheet.issuing": IssueScoreSheet(document="打分表"),
    "key-evaluation-plan.setting": PLAN,
    "key-evaluation.selecting": SelectForKeyEvaluation(selected=("P1", "P2"), reason="已列入审计"),
    "authenticity.drawing": Draw(
        ratio=Decimal("0.5"),
        seed="20250601",
        seed_published_on=date(2025, 5, 31),
        seed_document="公告",
    ),
    "results-checklist.issuing": IssueChecklist(document="清单"),
    "congress.reporting": ReportToCongress(held_on=HELD, artefacts=("评价结果",), document="函1号"),
    "training.holding": RecordTraining(held_on=HELD, topic="培训", participants=57),
    "year-end-meeting.holding": RecordMeeting(kind="year_end", held_on=HELD, topics="全年绩效"),
    "effectiveness-evaluation.holding": EVALUATED,
    **{deadline: work(kind) for kind, deadline in DEADLINES.items()},
}
"""An act that meets each duty."""
SINCE_2024 = {"bureau-work.annual-appraisal"}
WORKS = SINCE_2024 | {"bureau-work.exante-norms", "bureau-work.publicity"}
ELSEWHERE = {"year-end-meeting.holding", "effectiveness-evaluation.holding"} | {
    *DEADLINES.values()
} - WORKS
OF_JS = tuple(deadline for deadline in DUTIES if deadline not in ELSEWHERE)
"""The duties of 653129."""
OF_KZ = {
    *(set(OF_JS) - {"results-checklist.issuing", "training.holding", *WORKS}),
    *("bureau-work.system-link", "bureau-work.data-use"),
}
OF_QM = {
    *("authenticity.drawing", "congress.reporting", "effectiveness-evaluation.holding"),
    *("training.holding", "bureau-work.annual-plan", "bureau-work.public-channel"),
}
OF_BZ = {"bureau-work.annual-plan", "bureau-work.annual-appraisal", "bureau-work.joint-supervision"}
"""What 652800 gives its counties too."""


GRADED = {"score": "91", "graded_by": "00000000-0000-0000-0000-000000000001"}


def member(code: str) -> Member:
    facts = {"budget": "100", "executed": "90", "self_score": "91", "grade": "excellent"}
    return Member(f"{JS}/2024/{code}", code, "U01", {**facts, **GRADED})


FRAME = Frame(41, (member("P1"), member("P2")))


def opened(jurisdiction: str = JS, year: int = 2025, rules: Any = None) -> DeciderSpec:
    book = rules or packaged_rules(jurisdiction)
    scene = DeciderSpec.of(decider, f"{jurisdiction}/{year}", book, on=f"{year}-01-05")
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


def take(scene: DeciderSpec, command: Command) -> DeciderSpec:
    return scene.take(replace(scene.act(command, REVIEWER), frame=FRAME))


def done(scene: DeciderSpec, *but: str) -> DeciderSpec:
    """Meet every duty with a day in early summer, but some."""
    scene = scene.on("2025-06-01")
    for deadline, command in ACTS.items():
        if deadline not in but:
            scene = take(scene, command)
            assert not isinstance(scene.outcome, Refusal), scene.outcome
    return replace(scene, state=replace(scene.state, reaching={}))


def waiting(scene: DeciderSpec) -> set[str]:
    return {one.partition(":")[2] for one in scene.view.waiting_for}


def dropping(*duties: str, reference: str = "例外1号", rule: str = RULE) -> GrantException:
    return GrantException(
        rule=rule, reference=reference, approver="县长", reason="机构改革", duties=duties
    )


@pytest.mark.parametrize(
    ("jurisdiction", "year", "owed"),
    [
        (JS, 2025, set(OF_JS)),
        (JS, 2023, set()),
        (JS, 2024, SINCE_2024),
        (KZ, 2023, OF_KZ),
        (QM, 2022, set()),
        (QM, 2023, OF_QM),
        (QM, 2024, OF_QM | OF_BZ),
        (BZ, 2023, set()),
        (
            BZ,
            2024,
            OF_BZ
            | {"year-end-meeting.holding", "effectiveness-evaluation.holding"}
            | {"bureau-work.third-party-plan", "bureau-work.county-guidance"},
        ),
        (LT, 2023, set()),
        (LT, 2024, OF_BZ | {"training.holding", "bureau-work.practice"}),
    ],
)
def test_a_bureau_owes_what_its_own_texts_give_it(
    jurisdiction: str, year: int, owed: set[str]
) -> None:
    assert waiting(opened(jurisdiction, year)) & set(DUTIES) == owed


def test_each_duty_is_met_by_an_act_of_the_year() -> None:
    acts = {entry.name for entry in CATALOGUE.all_acts()}
    assert {duty.act for duty in DUTIES.values()} <= acts
    assert set(ACTS) == set(DUTIES)


@pytest.mark.parametrize("deadline", OF_JS)
def test_what_was_done_is_waited_for_no_more(deadline: str) -> None:
    scene = opened().on("2025-06-01")
    if deadline == "key-evaluation.selecting":
        scene = take(scene, PLAN)
    assert deadline in waiting(scene)
    assert deadline not in waiting(take(scene, ACTS[deadline]))


@pytest.mark.parametrize(
    ("day", "overdue"), [("2025-05-30", False), ("2025-05-31", False), ("2025-06-01", True)]
)
def test_a_duty_with_a_day_is_overdue_after_it(day: str, overdue: bool) -> None:
    scene = opened().under(InForce(packaged_rules(JS), parameters=PARAMETERS))
    end = scene.on(day).now.replace(hour=23)
    while (step := scene.view.next_step) and step.planned <= end:
        scene = scene.at(max(scene.now, step.planned)).step(step)
    assert ("score-sheet.issuing" in scene.view.overdue) is overdue


def test_the_sheet_is_reminded_of_due_overdue_and_escalated() -> None:
    scene = opened().under(InForce(packaged_rules(JS), parameters=PARAMETERS))
    told = []
    end = scene.on("2025-06-03").now
    while (step := scene.view.next_step) and step.planned <= end:
        scene = scene.at(max(scene.now, step.planned)).step(step)
        passed = scene.the(Passed)
        told.append((passed.deadline, passed.step))
    steps = ("remind", "due", "overdue", "escalate")
    assert told == [("score-sheet.issuing", step) for step in steps]


def test_a_duty_without_a_day_may_be_given_one() -> None:
    scene = opened().given(
        SetDay(deadline="congress.reporting", due=date(2025, 10, 31), document="通知1号")
    )
    refused = opened().when(
        SetDay(deadline="score-sheet.issuing", due=date(2025, 6, 15), document="通知1号")
    )
    notice = scene.state.notices["congress.reporting"]
    assert notice.due == date(2025, 10, 31)
    refused.refused(Code.INVALID_FIELD, "deadline")


@pytest.mark.parametrize("open_one", OF_JS)
def test_a_year_with_an_open_duty_is_not_closed(open_one: str) -> None:
    also = ("key-evaluation.selecting",) if open_one == "key-evaluation-plan.setting" else ()
    scene = done(opened(), open_one, *also).on(END)
    refusal = scene.when(CloseYear()).refused(Code.GATE_NOT_MET)
    assert set(refusal.keys) == {open_one, *also, "exception.grant"}
    assert {one.clause for answer in refusal.basis for one in answer.citations}
    assert open_one in refusal.zh


def test_a_year_with_all_duties_done_is_closed_on_its_last_day() -> None:
    scene = done(opened())
    scene.on("2025-12-30").when(CloseYear()).refused(Code.WRONG_PHASE)
    scene.on(END).when(CloseYear()).then(YearClosed())


def test_one_exception_drops_several_duties() -> None:
    # given
    scene = done(opened(), "training.holding", "congress.reporting").on(END)
    # when
    dropped = scene.when(dropping("training.holding", "congress.reporting"))
    # then
    dropped.then(ExceptionGranted(**vars(dropping("training.holding", "congress.reporting"))))
    assert dropped.rules_asked() == [RULE, RULE]
    dropped.when(CloseYear()).then(YearClosed())


def test_a_withdrawn_exception_opens_its_duties_again() -> None:
    scene = done(opened(), "training.holding").on(END)
    granted = scene.given(dropping("training.holding"))
    back = granted.given(WithdrawAct(act="exception.grant:例外1号", reason="误批"))
    assert "training.holding" in waiting(back)
    back.when(CloseYear()).refused(Code.GATE_NOT_MET)


@pytest.mark.parametrize(
    ("grant", "field"),
    [
        (dropping("training.record"), "duties"),
        (dropping("score-sheet.issuing"), "duties"),  # it is done
        (dropping("training.holding", "training.holding"), "duties"),
        (dropping("training.holding", rule="key_evaluation.minimum"), "rule"),
        (dropping("training.holding").model_copy(update={"duty": "training.record"}), "duty"),
    ],
)
def test_only_open_duties_are_dropped_each_once(grant: GrantException, field: str) -> None:
    done(opened(), "training.holding").when(grant).refused(Code.INVALID_FIELD, field)


def test_a_document_drops_duties_once() -> None:
    scene = done(opened(), "training.holding", "congress.reporting")
    granted = scene.given(dropping("training.holding"))
    granted.when(dropping("congress.reporting")).refused(Code.DUPLICATE)


@pytest.mark.parametrize("act", ["training.record:2025-06-01", "congress.report:2025-06-01"])
def test_a_withdrawn_record_opens_its_duty_again(act: str) -> None:
    scene = done(opened())
    back = scene.given(WithdrawAct(act=act, reason="误录"))
    assert waiting(back) & set(DUTIES) == {
        key for key, duty in DUTIES.items() if duty.act == act.partition(":")[0]
    }


def test_a_year_that_was_closed_by_the_first_version_stays_closed() -> None:
    scene = opened().on(END)
    first = replace(scene.act(CloseYear(), REVIEWER), version=1)
    scene.take(first).then(YearClosed())


def test_without_the_rule_nothing_is_waited_for_and_the_year_is_closed() -> None:
    scene = opened(rules=FakeRules()).on(END)
    assert waiting(scene) & set(DUTIES) == set()
    scene.when(CloseYear()).then(YearClosed())


# --- the meeting at the year's end


def met(kind: str) -> RecordMeeting:
    return RecordMeeting.model_validate({"kind": kind, "held_on": HELD, "topics": "全年绩效"})


def test_a_meeting_at_the_years_end_meets_the_duty_and_a_monthly_one_does_not() -> None:
    scene = opened(BZ).on(END)
    others = {wait for wait in waiting(scene) if wait != "year-end-meeting.holding"}
    monthly = scene.given(met("monthly"), dropping(*sorted(others)))
    refusal = monthly.when(CloseYear()).refused(Code.GATE_NOT_MET)
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {"BZ-023"}
    held = monthly.given(met("year_end"))
    held.when(CloseYear()).then(YearClosed())
    back = held.given(WithdrawAct(act=f"review-meeting.record:{HELD}", reason="误录"))
    back.when(CloseYear()).refused(Code.GATE_NOT_MET)


# --- the score sheet


def framed(scene: DeciderSpec, *members: Member, version: int = 2) -> DeciderSpec:
    act = replace(scene.act(ACTS["score-sheet.issuing"], REVIEWER), frame=Frame(41, members))
    return scene.take(replace(act, version=version))


def formed(code: str, **facts: Any) -> Member:
    none = {"self_score": None, "score": None, "grade": None}
    return Member(f"{JS}/2024/{code}", code, "U01", {"budget": "100", **none, **facts})


DONE = formed("P1", self_filed=True, self_score="91")
LATE = formed("P2", self_filed=True, self_late=True, self_score="80")
UNFILED = formed("P3", self_filed=False)
UNBUDGETED = formed("P4", budget=None, self_filed=False)


@pytest.mark.parametrize("fact", ["self_waits", "department_waits"])
def test_the_sheet_waits_for_the_review_of_what_was_filed(fact: str) -> None:
    scene = opened().on("2025-05-20")
    waits = formed("P9", self_filed=True, **{fact: True})
    refusal = framed(scene, DONE, waits).refused(Code.GATE_NOT_MET)
    assert "P9" in refusal.zh
    assert {one.clause for answer in refusal.basis for one in answer.citations} == {
        "JS-062",
        "JS-063",
    }
    framed(opened(BZ, 2025).on("2025-05-20"), DONE, waits).the(ScoreSheetIssued)


def test_late_and_unfiled_forms_stand_on_the_sheet_as_such() -> None:
    scene = opened().on("2025-05-20")
    lines = framed(scene, DONE, LATE, UNFILED, UNBUDGETED).the(ScoreSheetIssued).lines
    assert [(one.project, one.filing) for one in lines] == [
        ("P1", None),
        ("P2", "late"),
        ("P3", "unfiled"),
    ]


def test_a_sheet_of_the_first_version_stays_as_it_was_issued() -> None:
    scene = opened().on("2025-05-20")
    waits = formed("P9", self_filed=True, self_waits=True)
    lines = framed(scene, DONE, UNFILED, waits, version=1).the(ScoreSheetIssued).lines
    assert [one.project for one in lines] == ["P1"]


def test_without_a_score_there_is_no_sheet() -> None:
    framed(opened().on("2025-05-20"), UNFILED).refused(Code.WRONG_PHASE)
