"""Every act and every role, of every kind of subject."""

from __future__ import annotations

from datetime import date
from types import ModuleType

import pytest

from domain.deciders import DECIDERS
from domain.fan_out import RecordOpening, RecordReached, RecordRefresh, SendAgain
from domain.jurisdiction_year import decider as jurisdiction_year
from domain.jurisdiction_year.announcements import SetParameter
from domain.jurisdiction_year.opening import OpenYear
from domain.message import Command
from domain.organisations import decider as organisations
from domain.organisations.given import assign, end_role, merge, split
from domain.packs_adopted import decider as packs_adopted
from domain.packs_adopted.decider import Adopt
from domain.policies import decider as policies
from domain.policies.given import ACTS as POLICY_ACTS
from domain.project_year import decider as project_year
from domain.project_year.given import ACTS
from domain.project_year.given_evaluation import ALL_ACTS, PAST
from domain.refusal import Code, Refusal
from domain.role_table import MAY_TAKE
from domain.rulings import decider as rulings
from domain.rulings.decider import RecordRuling
from domain.testing import FakeRules, Scene, acting
from domain.third_party import decider as third_party
from domain.third_party.given import ACTS as THIRD_PARTY_ACTS
from domain.unit_year import decider as unit_year
from domain.unit_year.stages import ACTS as UNIT_ACTS
from domain.vocabulary import Role
from domain.work_calendar import decider as work_calendar
from domain.work_calendar.decider import Publish as PublishCalendar

OF_A_YEAR = {
    "key-evaluation-plan.set": {
        "objects": [{"object_type": "project", "objects": "1", "funds": "1"}],
        "budget_types": ["general_public"],
    },
    "key-evaluation.select": {"selected": ["P1"]},
    "authenticity.draw": {
        "seed": "1",
        "seed_published_on": "2023-06-18",
        "seed_document": "公告",
    },
    "score-sheet.issue": {"document": "表"},
    "results-checklist.issue": {"document": "清单"},
    "review-meeting.record": {"kind": "monthly", "held_on": "2023-01-05", "topics": "进度"},
    "training.record": {"held_on": "2023-01-05", "topic": "培训", "participants": "5"},
    "effectiveness-evaluation.record": {
        "held_on": "2023-01-05",
        "evaluated": "实效",
        "findings": "良好",
    },
    "congress.report": {"held_on": "2023-01-05", "artefacts": ["目标"], "document": "函"},
    "indicator-library.publish": {
        "held_on": "2023-01-05",
        "standard": "指标库",
        "categories": "26",
        "indicators": "310",
    },
    "county.add": {"county": "653022", "county_name": "阿克陶县"},
    "county.withdraw": {"county": "653022", "reason": "有误"},
    "county-report.file": {
        "county": "653022",
        "node": "2023-06-10",
        "report": "报告",
        "summary_table": "汇总表",
        "evidence": ["佐证"],
    },
    "county-summary.file": {"county": "653022", "document": "总结"},
    "county-results-use.file": {"county": "653022", "document": "情况"},
    "county-appraisal.score": {
        "county": "653022",
        "node": "2023-07-31",
        "score": "90",
        "findings": "较好",
        "document": "办法",
    },
    "special-budgets-summary.file": {
        "budget_types": ["social_insurance_funds"],
        "document": "总结",
    },
    "prefecture-summary.issue": {"document": "报告"},
    "direct-funds.review": {
        "county": "653022",
        "projects": "1",
        "reviewed": "1",
        "document": "报告",
    },
    "direct-funds.accept-rectification": {"county": "653022", "number": "1", "findings": "已改"},
    "accountability.propose": {"against": "finance", "major_omission": "true", "reason": "漏项"},
    "accountability.record": {"measure": "regulatory_talk", "whom": "科室", "document": "通报"},
    "exception.grant": {"rule": "r", "reference": "函", "approver": "局长", "reason": "原则上"},
    "statement.issue": {"title": "说明", "document": "函"},
    "year.close": {},
    "subjects.record-reached": {"of": "1", "subjects": "1"},
    "subjects.send-again": {"of": "1"},
}

OTHERS: tuple[tuple[ModuleType, str, Command], ...] = (
    (jurisdiction_year, "652825/2023", OpenYear(portfolio="0" * 64, clock="real")),
    (
        jurisdiction_year,
        "652825/2023",
        SetParameter(parameter="reminder.lead_days", value="3", since=date(2023, 1, 1)),
    ),
    *(
        (jurisdiction_year, "652825/2023", ACTS[name])
        for name in ("deadline.set", "extend", "deadline.pass", "attach")
    ),
    (jurisdiction_year, "652825/2023", RecordOpening(on=date(2023, 1, 10), subjects=1)),
    (jurisdiction_year, "652825/2023", RecordRefresh(up_to=1, subjects=1)),
    *(
        (jurisdiction_year, "652825/2023", Command.by_name[name].model_validate(fields))
        for name, fields in OF_A_YEAR.items()
    ),
    (packs_adopted, "652825/packs", Adopt(pack="652825", sha256="0" * 64, pack_version="1")),
    (packs_adopted, "652825/packs", RecordRefresh(up_to=1, subjects=1)),
    (
        work_calendar,
        "652825/work-calendar",
        PublishCalendar(year=2023, document="通知", holidays=(date(2023, 1, 1),)),
    ),
    (work_calendar, "652825/work-calendar", RecordRefresh(up_to=1, subjects=1)),
    (rulings, "652825/rulings", RecordRuling(ambiguity="AMB-01", text="裁定", document="函")),
    (rulings, "652825/rulings", RecordRefresh(up_to=1, subjects=1)),
    *(
        (organisations, "652825/organisations", act)
        for act in (
            assign(),
            end_role(),
            merge(),
            split(),
            RecordReached(of=1, subjects=1),
            SendAgain(of=1),
        )
    ),
)
ON_A_PROJECT = tuple(
    (project_year, PAST if act.name == "history.import" else "652825/2023/P001", act)
    for act in ALL_ACTS.values()
)
OF_UNITS = tuple((unit_year, "652825/2023/unit/201001", act) for act in UNIT_ACTS.values())
ON_A_POLICY = tuple((policies, "652825/policy/Z1", act) for act in POLICY_ACTS.values())
ON_AN_INSTITUTION = tuple(
    (third_party, "652825/third-party/A1", act) for act in THIRD_PARTY_ACTS.values()
)
ALL = (*ON_A_PROJECT, *OF_UNITS, *ON_A_POLICY, *ON_AN_INSTITUTION, *OTHERS)
CASES = [
    pytest.param(decider, stream, act, role, id=f"{act.name} of {stream} by {role}")
    for decider, stream, act in ALL
    for role in Role
]


def test_no_act_is_left_out() -> None:
    known = {decider: set(decider.COMMANDS) for decider, _, _ in ALL}
    tried = {(decider, type(act)) for decider, _, act in ALL}
    assert tried == {(decider, act) for decider, acts in known.items() for act in acts}
    assert set(known) == set(DECIDERS.values())
    assert {act.name for acts in known.values() for act in acts} == set(MAY_TAKE)
    assert all(Command.by_name[name].name == name for name in MAY_TAKE)


@pytest.mark.parametrize(("decider", "stream", "act", "role"), CASES)
def test_an_act_is_refused_to_every_role_but_its_own(
    decider: ModuleType, stream: str, act: Command, role: Role
) -> None:
    # given
    unknown = Scene.of(decider, stream, FakeRules())
    # when
    taken = unknown.when(act, by=acting(role))
    # then
    may = {"finance"} if decider is third_party else set(MAY_TAKE[act.name].split())
    if role in may:
        assert not isinstance(taken.outcome, Refusal) or taken.outcome.code is Code.UNKNOWN_SUBJECT
    else:
        refusal = taken.refused(Code.WRONG_ROLE)
        assert all(allowed in refusal.en for allowed in may)
