"""Each kind of event that somebody has to act on leads to its letter, and no other event does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import SYSTEM, Recorded
from domain.kernel.message import Event
from domain.kernel.vocabulary import SHANGHAI, Role
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.filings.undoable import ActWithdrawn, Following
from domain.shared.letters.text import Cited, LetterText, Recipient, letter_of, tells, written_on
from domain.shared.letters.types import About, Returned
from domain.shared.rectification.rectifying import Notified
from domain.shared.rectification.reviewing import (
    RefusalFound,
    Rejected,
    UnmetFound,
)
from domain.subjects.jurisdiction_year.direct_funds import ProblemPushed
from domain.subjects.project_year.evaluation.key_evaluation import UnmarkedSelected
from domain.subjects.project_year.monitoring.warnings import Warned
from domain.subjects.registry import CATALOGUES

RETURNED = {
    name: entry.letter
    for name, entry in CATALOGUES.events.items()
    if isinstance(entry.letter, Returned)
}
PROJECT = About("652825/2023/P1", "652825", "合成项目", "101", "合成单位")
MAY, DUE = date(2023, 5, 31), date(2023, 6, 10)
CITED = (Cited("QM-030", "及时提出整改意见"),)


def recorded(event: Event) -> Recorded[Any]:
    now = datetime(2023, 6, 11, tzinfo=SHANGHAI)
    return Recorded(
        event, UUID(int=7), PROJECT.stream, 9, now.date(), now, now, SYSTEM, UUID(int=8)
    )


def told(event: Event, about: About = PROJECT) -> LetterText:
    letter = letter_of(recorded(event), about, CITED, CATALOGUES)
    assert letter is not None
    return letter


def passed(step: Any, escalated_to: str | None = None, role: Role = Role.UNIT) -> Passed:
    planned = datetime(2023, 6, 11, tzinfo=SHANGHAI)
    return Passed(
        deadline=f"monitoring.result:{MAY}",
        step=step,
        planned=planned,
        due=DUE,
        responsible=role,
        escalated_to=escalated_to,
    )


TOUCHED = Warned(
    node=MAY,
    reason="触及警戒线",
    lines=("deviation",),
    automatic=True,
    execution_rate=Decimal(40),
    completion_rate=Decimal("60.01"),
    analyse_by=DUE,
)
UNIT, DEPARTMENT = Recipient("unit", "101"), Recipient("department", "101")
BUREAU = Recipient("finance", "652825")


@pytest.mark.parametrize(
    ("event", "recipient", "title", "says"),
    [
        (passed("remind"), UNIT, "【提醒】监控结果 2023-05-31", "将于 2023-06-10 到期"),
        (passed("due"), UNIT, "【到期】监控结果 2023-05-31", "今日（2023-06-10）到期"),
        (
            passed("overdue"),
            UNIT,
            "【逾期】监控结果 2023-05-31",
            "已于 2023-06-10 到期，尚未办理，已记为逾期，请立即办理。",
        ),
        (
            passed("escalate", "department"),
            DEPARTMENT,
            "【逾期上报】监控结果 2023-05-31",
            "预算单位尚未办理",
        ),
        (passed("escalate"), UNIT, "【逾期上报】监控结果 2023-05-31", "预算单位尚未办理"),
        (passed("due", role=Role.FINANCE), BUREAU, "【到期】监控结果 2023-05-31", "到期"),
        (
            Notified(node=MAY, reasons=("score", "deviation"), rectify_by=DUE),
            UNIT,
            "【整改通知】监控整改 2023-05-31",
            "监控审核得分不合格、预算执行率与绩效目标总体完成率偏离。请于 2023-06-10（含当日）前",
        ),
        (
            Notified(node=MAY, reasons=("judgement",), reason="合成理由"),
            UNIT,
            "【整改通知】监控整改 2023-05-31",
            "理由：合成理由",
        ),
        (
            Rejected(node=MAY, reason="措施不实"),
            UNIT,
            "【退回】整改报告 2023-05-31",
            "理由：措施不实",
        ),
        (
            TOUCHED,
            UNIT,
            "【预警】监控预警 2023-05-31",
            f"预警事由：{TOUCHED.reason}\n截至 {MAY}，预算执行率 40%，绩效目标总体完成率 60.01%。",
        ),
        (
            TOUCHED,
            UNIT,
            "【预警】监控预警 2023-05-31",
            "请于 2023-06-10（含当日）前分析偏离原因，制定纠偏措施并填报。",
        ),
        (
            TOUCHED.model_copy(update={"completion_rate": None, "analyse_by": None}),
            UNIT,
            "【预警】监控预警 2023-05-31",
            "预算执行率 40%。\n请及时分析偏离原因",
        ),
        (
            UnmetFound(node=MAY, reason="未见整改", due=DUE),
            Recipient("unit", "101"),
            "【认定】未整改 2023-05-31",
            f"财政部门认定本项目 {MAY} 节点监控未整改：整改期限 {DUE} 已过。\n",
        ),
        (
            RefusalFound(node=MAY, reason="拒不整改", due=DUE, on_record=True),
            Recipient("unit", "101"),
            "【认定】拒不整改 2023-05-31",
            f"节点监控拒不整改：整改期限 {DUE} 已过，单位已书面拒绝。\n",
        ),
        (
            ProblemPushed(county="652801", number=3, problem="合成问题", rectify_by=DUE),
            Recipient("finance", "652801"),
            "【整改通知】直达资金问题 第3号",
            "问题：合成问题",
        ),
    ],
)
def test_an_event_is_told_to_its_recipient(
    event: Event, recipient: Recipient, title: str, says: str
) -> None:
    letter = told(event)
    assert letter.recipient == recipient
    assert letter.title == f"{title} · 合成项目"
    assert says in letter.body
    assert "QM-030：“及时提出整改意见”" in letter.body


@pytest.mark.parametrize("name", sorted(RETURNED))
def test_a_return_is_told_to_the_one_who_filed_with_its_reason(name: str) -> None:
    # given
    kind = Event.by_name[name]
    fields = {"reason": "数据不实", **({"node": MAY} if "node" in kind.model_fields else {})}
    # when
    letter = told(kind(**fields))
    # then
    role, what = RETURNED[name].role, RETURNED[name].what
    assert letter.recipient == Recipient(role, "101")
    assert letter.title.startswith(f"【退回】{what}")
    assert "理由：数据不实" in letter.body


@pytest.mark.parametrize(
    ("replaced", "title", "again"),
    [
        (False, "【撤回】审核监控结果 2023-05-31", "以重新办理的结果为准"),
        (True, "【更正】审核监控结果 2023-05-31", "以更正后的结果为准"),
    ],
)
def test_a_withdrawal_takes_back_what_the_letters_said(
    replaced: bool, title: str, again: str
) -> None:
    follows = (Following(of=f"rectification.notify:{MAY}", becomes="cancelled"),)
    letter = told(
        ActWithdrawn(
            act=f"monitoring.review:{MAY}",
            on=date(2023, 6, 10),
            by="f-1",
            reason="9 分应为 90 分",
            follows=follows,
            replaced=replaced,
        )
    )
    assert letter.recipient == Recipient("unit", "101")
    assert letter.title.startswith(title)
    assert f"2023-06-10 办理的“审核监控结果 {MAY}”已撤回" in letter.body
    assert again in letter.body
    assert f"“下发整改通知 {MAY}”：作废。" in letter.body
    assert "此前就此发出的通知和催办一并作废" in letter.body
    assert "理由：9 分应为 90 分" in letter.body


def test_every_return_and_only_what_somebody_has_to_act_on_is_told() -> None:
    telling = {name for name in Event.by_name if tells(f"{name}@1", CATALOGUES)}
    assert {name for name in Event.by_name if name.endswith(".returned")} == set(RETURNED)
    assert telling - set(RETURNED) == {
        "act.proposal-returned",
        "act.proposed",
        "act.signed",
        "act.withdrawn",
        "deadline.passed",
        "rectification.notified",
        "rectification.refusal-found",
        "rectification.rejected",
        "rectification.unmet-found",
        "monitoring.warned",
        "direct-funds.problem-pushed",
        "funding.asked",
        "feedback.asked",
        "feedback.given",
        "rectification.carried-over",
        "key-evaluation.unmarked-selected",
        "filing.referred",
        "filing.returned-to-unit",
        "filing.endorsement-waived",
    }


def test_a_warning_by_a_person_led_to_no_letter() -> None:
    assert letter_of(recorded(Warned(node=MAY, reason="进度慢")), PROJECT, (), CATALOGUES) is None


def test_a_finding_of_the_first_version_of_the_event_led_to_no_letter() -> None:
    old = recorded(UnmetFound(node=MAY, reason="未见整改"))
    assert letter_of(old, PROJECT, (), CATALOGUES) is None


def test_an_institution_is_told_that_its_commission_is_cancelled_with_the_selection() -> None:
    letter = told(UnmarkedSelected(institution="third-1", reason="误选"))
    assert letter.recipient == Recipient("third_party", "third-1")
    assert letter.title.startswith("【撤回】财政重点评价委托")
    assert "对贵机构的委托一并作废" in letter.body
    assert "理由：误选" in letter.body


def test_a_project_that_nobody_evaluates_yet_has_no_letter_of_its_selection() -> None:
    given = recorded(UnmarkedSelected(reason="误选"))
    assert letter_of(given, PROJECT, (), CATALOGUES) is None


def test_a_confidential_project_is_neither_named_nor_is_the_reason_told() -> None:
    letter = told(Rejected(node=MAY, reason="密情"), replace(PROJECT, confidential=True))
    text = letter.title + letter.body
    assert "涉密项目" in text
    assert "合成项目" not in text
    assert "密情" not in text


def test_a_title_is_one_line_whatever_a_project_is_called() -> None:
    letter = told(passed("due"), replace(PROJECT, name="合成\r\nBcc: x@y"))
    assert letter.title == "【到期】监控结果 2023-05-31 · 合成 Bcc: x@y"


def test_an_institution_is_told_of_its_own_deadline() -> None:
    about = About("652825/third-party/T1", "652825", institution="T1")
    letter = told(passed("due", role=Role.THIRD_PARTY), about)
    assert letter.recipient == Recipient("third_party", "T1")


@pytest.mark.parametrize(
    ("step", "at", "late"),
    [
        ("remind", "07 10:00", False),
        ("remind", "07 10:01", True),
        ("due", "07 10:01", True),
        ("overdue", "07 23:59", False),
        ("overdue", "08 00:00", True),
        ("escalate", "07 23:59", False),
        ("escalate", "08 00:00", True),
    ],
)
def test_a_letter_is_of_the_day_of_its_writing_and_a_late_one_names_the_planned_one(
    step: str, at: str, *, late: bool
) -> None:
    # given
    planned = datetime(2023, 6, 7, 9, tzinfo=SHANGHAI)
    event = passed(step).model_copy(update={"planned": planned})
    recorded_at = datetime.strptime(f"2023-06-{at} +0800", "%Y-%m-%d %H:%M %z")
    given = replace(recorded(event), recorded_at=recorded_at, effective_on=planned.date())
    # when
    letter = letter_of(given, PROJECT, CITED, CATALOGUES)
    # then
    assert letter is not None
    assert ("·补发】" in letter.title) is late
    said = f"本通知原定于 2023-06-07 09:00 发出，因故未能按时发出，现于 2023-06-{at} 补发。"
    assert (said in letter.body) is late
    assert f"日期：2023-06-{at[:2]}\n" in letter.body
    assert written_on(given) == recorded_at.date()


def test_an_imported_act_was_told_when_it_was_done() -> None:
    notice = recorded(Notified(node=MAY, reasons=("score",), rectify_by=DUE))
    before = replace(notice, effective_on=date(2023, 6, 10))
    assert letter_of(notice, PROJECT, CITED, CATALOGUES) is not None
    assert letter_of(before, PROJECT, CITED, CATALOGUES) is None
    step = replace(recorded(passed("overdue")), effective_on=date(2023, 6, 10))
    assert letter_of(step, PROJECT, CITED, CATALOGUES) is not None


def withdrawn(act: str) -> ActWithdrawn:
    return ActWithdrawn(act=act, on=date(2023, 6, 10), by="f-1", reason="误办")


@pytest.mark.parametrize(
    ("act", "role"),
    [
        ("overall-target.return", "unit"),
        (f"monitoring.return:{MAY}", "unit"),
        ("department-evaluation.return", "department"),
    ],
)
def test_a_withdrawn_return_is_told_to_who_got_the_filing_back(act: str, role: str) -> None:
    letter = told(withdrawn(act))
    assert letter.recipient == Recipient(role, "101")
    assert "退回通知作废，原填报继续审核，无须重新填报" in letter.body


@pytest.mark.parametrize(
    "act", ["county-appraisal.score:653022:2023-07-31", "direct-funds.review:653022"]
)
def test_a_withdrawn_act_on_a_county_is_told_to_the_county(act: str) -> None:
    letter = told(withdrawn(act), About("653000/2023", "653000"))
    assert letter.recipient == Recipient("finance", "653022")


def test_a_withdrawn_act_on_the_year_concerns_nobody_else() -> None:
    given = recorded(withdrawn("key-evaluation-plan.set"))
    assert letter_of(given, About("653000/2023", "653000"), CITED, CATALOGUES) is None


def test_whether_a_withdrawal_is_told_does_not_hang_on_what_is_known_of_the_subject() -> None:
    unnamed = About("652825/2023/P1", "652825")
    assert letter_of(recorded(withdrawn("target.approve")), unnamed, (), CATALOGUES)
    of_unit = About("652825/2023/unit/101", "652825")
    assert letter_of(recorded(withdrawn("overall-target.approve")), of_unit, (), CATALOGUES)
