"""A year that begins late: the list of what was over, its ready lines, and the marks of imports."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import catch_up, explain, history, replay, statement, status
from console.cli.input.unfilled import MARK
from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role
from store.port import EventLog
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    REGISTERED,
    SYSTEM,
    TARGET,
    THE_YEAR,
    UNIT,
    Bureau,
    project,
)
from testkit.builders.reached import reached_of
from testkit.command_line import CommandLine
from testkit.fixtures import log

__all__ = ["log"]

LINE = CommandLine.of(catch_up, status, statement, history, explain, replay)
LATE = date(2023, 11, 28)
P1, P2 = project("P001"), project("P002")
MAY, AUGUST = "monitoring.result:2023-05-31", "monitoring.result:2023-08-31"
DOCUMENT = {
    "document": "a" * 64,
    "file_name": "依据.pdf",
    "size": "3",
    "media_type": "application/pdf",
}
FILLED: dict[str, Any] = {
    "done_on": "2023-06-08",
    "done_by": "张三",
    "amount": "900000",
    "execution_points": "10",
    "executed": "450000",
    "completion_rate": "50",
    "score": "90",
    "indicators": TARGET["indicators"],
    "reference": "例外1号",
    "approver": "局长",
    "reason": "启用前未开展",
}
REACHED = {"indicators": reached_of(TARGET["indicators"], "50")}
DAYS = {"library.admit": "2023-01-12", "target.file": "2023-01-15", "target.approve": "2023-01-20"}


@pytest.fixture
def bureau(log: EventLog) -> Bureau:
    """A county whose two projects came into the log on 28 November."""
    made = Bureau(log)
    made.adopt_packs(LATE)
    made.act(THE_YEAR, "year.open", LATE, FINANCE, portfolio="0" * 64, clock="simulated")
    for deadline, due in ((MAY, "2023-06-10"), (AUGUST, "2023-09-10")):
        given = {"deadline": deadline, "due": due, "document": "通知"}
        made.act(THE_YEAR, "deadline.set", LATE, FINANCE, **given)
    for stream in (P1, P2):
        made.act(stream, "project.add", LATE, SYSTEM, **REGISTERED)
    return made


def done(bureau: Bureau, act: str, on: str, by: str = "财政审核人", **content: Any) -> None:
    """Import an act of P001."""
    fields = {"act": act, "done_on": on, "done_by": by, "content": content, **DOCUMENT}
    bureau.act(P1, "history.import-act", LATE, FINANCE, **fields)


def prepared(bureau: Bureau) -> None:
    gates: dict[str, Any] = {"factual_basis": True, "prepared": True, "target_clear": True}
    done(bureau, "library.admit", "2023-01-12", **gates)
    done(bureau, "target.file", "2023-01-15", "单位经办人", **TARGET)
    done(bureau, "target.approve", "2023-01-20")
    done(bureau, "budget.approve", "2023-02-20", "人大", amount="900000")


def may(bureau: Bureau, score: str = "90") -> None:
    filed = {"node": "2023-05-31", "executed": "450000", "completion_rate": "50"}
    done(bureau, "monitoring.file-result", "2023-06-08", "单位经办人", **filed)
    done(bureau, "monitoring.review", "2023-06-20", node="2023-05-31", score=score)


def duties(data: Path, stream: str) -> dict[str, dict[str, Any]]:
    answered = LINE.read(data, "catch-up")
    return {one["duty"]: one for one in answered["duties"] if one["stream"] == stream}


def test_before_any_import_the_budget_and_what_leads_to_it_come_first(
    bureau: Bureau, tmp_path: Path
) -> None:
    found = duties(tmp_path, P1)
    assert [(duty, one["standing"]) for duty, one in found.items()] == [
        ("library.admission", "first"),
        ("target.filing", "first"),
        ("target.review", "first"),
        ("budget.approval", "first"),
        (MAY, "waits"),
        (AUGUST, "waits"),
    ]
    assert {one["entered"] for one in found.values()} == {"2023-11-28"}
    assert set(found[MAY]["ways"]) == {"import", "drop", "late"}
    assert bureau.log.last_position() == LINE.read(tmp_path, "catch-up")["position"]


def test_each_duty_has_its_day_its_source_and_what_became_of_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    # given
    prepared(bureau)
    open_ = duties(tmp_path, P1)
    assert {one["standing"] for one in open_.values()} == {"open"}
    assert [one["planned"] for one in open_.values()] == ["2023-06-10", "2023-09-10"]
    assert [one["reference"] for one in open_.values()] == ["通知", "通知"]
    # when
    may(bureau)
    drop = {
        "rule": "monitoring.due",
        "reference": "例外1号",
        "approver": "局长",
        "reason": "未开展",
    }
    bureau.act(P1, "exception.grant", LATE, FINANCE, duty=AUGUST, **drop)
    # then
    found = duties(tmp_path, P1)
    assert (found[MAY]["standing"], found[MAY]["filed_on"]) == ("imported", "2023-06-08")
    assert (found[AUGUST]["standing"], found[AUGUST]["reference"]) == ("dropped", "例外1号")
    assert [one["planned"] for one in found.values()] == ["2023-06-10", "2023-09-10"]
    assert all(not one["ways"] for one in found.values())


def test_what_is_filed_late_is_done(bureau: Bureau, tmp_path: Path) -> None:
    prepared(bureau)
    fields = {"node": "2023-08-31", "executed": "450000", **REACHED}
    bureau.act(P1, "monitoring.file-result", date(2023, 12, 1), UNIT, **fields)
    assert duties(tmp_path, P1)[AUGUST]["standing"] == "done"
    (row,) = LINE.read(tmp_path, "status", "P001")["late"][:1]
    assert row["row"]["imported"] is False


def filled(value: Any, name: str = "") -> Any:
    """A ready line with each blank filled in."""
    if isinstance(value, dict):
        return {key: filled(one, key) for key, one in value.items()}
    if name == "indicators":
        return FILLED[name]
    return FILLED.get(name, "x") if str(value).startswith(MARK) else value


def taken(bureau: Bureau, line: dict[str, Any]) -> None:
    """Take a ready line as it stands; a refusal fails."""
    fields = filled(line)
    actor = fields.pop("actor")
    who = Actor(actor["id"], actor["organisation"], Role(actor["role"]))
    command, subject = fields.pop("command"), fields.pop("subject")
    if fields.pop("document_file", None):
        fields |= {
            **DOCUMENT,
            "done_by": f"{fields['act']} 经办人",
            "done_on": DAYS.get(fields["act"], "2023-06-08"),
        }
    if command == "monitoring.file-result":
        fields |= REACHED
    if fields.get("act") == "budget.approve":
        fields["done_on"] = "2023-02-20"
    bureau.act(subject, command, LATE, who, **fields)


def test_each_ready_line_is_taken_once_its_blanks_are_filled(
    bureau: Bureau, tmp_path: Path
) -> None:
    for duty in ("library.admission", "target.filing", "target.review", "budget.approval", MAY):
        taken(bureau, duties(tmp_path, P2)[duty]["ways"]["import"])
    taken(bureau, duties(tmp_path, P2)[AUGUST]["ways"]["drop"])
    assert {one["standing"] for one in duties(tmp_path, P2).values()} == {"imported", "dropped"}


def test_the_line_of_doing_it_late_is_taken(bureau: Bureau, tmp_path: Path) -> None:
    prepared(bureau)
    line = duties(tmp_path, P1)[AUGUST]["ways"]["late"]
    assert line["actor"]["organisation"] == UNIT.organisation
    taken(bureau, line)


def test_the_lines_of_one_way_alone_are_lines_for_submit(bureau: Bureau, tmp_path: Path) -> None:
    prepared(bureau)
    printed = LINE.text(tmp_path, "catch-up", "--lines", "drop").splitlines()
    lines = [json.loads(line) for line in printed]
    of_projects = [one for one in lines if one["subject"] != THE_YEAR]
    assert [(one["command"], one["duty"]) for one in of_projects] == [
        ("exception.grant", duty) for _ in (P1, P2) for duty in (MAY, AUGUST)
    ]


def test_a_year_that_was_opened_in_time_has_nothing_to_catch_up(
    log: EventLog, tmp_path: Path
) -> None:
    made = Bureau(log)
    made.open_year()
    made.budgeted(P1)
    assert LINE.read(tmp_path, "catch-up")["duties"] == []
    assert "启用时没有已过期限的任务" in LINE.text(tmp_path, "catch-up")


def test_imports_are_marked_wherever_they_are_shown(bureau: Bureau, tmp_path: Path) -> None:
    # given
    prepared(bureau)
    may(bureau)
    # then in the board
    detail = LINE.read(tmp_path, "status", "P001")["detail"]
    rows = {row["deadline"]: row["imported"] for row in detail["deadlines"]}
    assert rows == {MAY: True, AUGUST: False}
    assert detail["subject"]["imported"] == 6
    assert "（导入 imported）" in LINE.text(tmp_path, "status", "P001")
    # and in the statement
    words = ("statement", "--jurisdiction", COUNTY, "--work-year", "2023")
    figures = {(one["id"], one["name"]): one for one in LINE.read(tmp_path, *words)["figures"]}
    targets = figures["F08", "projects"]
    assert targets["imported"] == targets["events"] != []
    # and in the history
    entries = LINE.read(tmp_path, "history", P1)
    told = {one["name"]: one.get("imported") for one in entries}
    assert told["project.added"] is None
    assert told["monitoring.result-filed"]["done_by"] == "单位经办人"
    text = LINE.text(tmp_path, "history", P1)
    assert "导入 imported 填报监控结果" in text
    assert "单位经办人（预算单位）2023-06-08，f-1 导入 imported" in text
    # and in the explanation
    assert "导入 imported：2023-06-08 由 单位经办人" in LINE.text(tmp_path, "explain", P1)


def statement_of(data: Path) -> dict[tuple[str, str], str]:
    words = ("statement", "--jurisdiction", COUNTY, "--work-year", "2023")
    return {(one["id"], one["name"]): one["value"] for one in LINE.read(data, *words)["figures"]}


def test_the_statement_leaves_out_imports_that_were_withdrawn(
    bureau: Bureau, tmp_path: Path
) -> None:
    # given
    prepared(bureau)
    filed = {"node": "2023-05-31", "executed": "450000", "completion_rate": "50"}
    done(bureau, "monitoring.file-result", "2023-06-08", "单位经办人", **filed)
    monitored = ("F09", "projects:2023-05-31")
    before = statement_of(tmp_path)
    assert before["F08", "projects"] == "1"
    assert before[monitored] == "1"
    # when the newest is withdrawn first
    for act in ("monitoring.file-result:2023-05-31", "budget.approve", "target.approve"):
        undone = {"act": f"history.import-act:{act}", "reason": "误导入"}
        bureau.act(P1, "act.withdraw", LATE, FINANCE, **undone)
    # then
    after = statement_of(tmp_path)
    assert after["F08", "projects"] == "0"
    assert after.get(monitored, "0") == "0"


def test_the_same_rules_decide_imports_alike(bureau: Bureau, tmp_path: Path) -> None:
    prepared(bureau)
    may(bureau, score="50")
    words = ("replay", "--jurisdiction", COUNTY, "--work-year", "2023")
    told = LINE.read(tmp_path, *words)
    assert told["changes"] == []
    assert told["decided"] > 6


def test_a_correction_keeps_the_mark_and_a_withdrawal_takes_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    # given a result that its own clerk filed on paper
    prepared(bureau)
    filed = {"node": "2023-05-31", "executed": "450000", "completion_rate": "50"}
    done(bureau, "monitoring.file-result", "2023-06-08", UNIT.id, **filed)
    # when the clerk corrects it
    again = {"executed": "460000", **REACHED}
    correct = {"filing": MAY, "action": "replace", "reason": "更正", "replacement": again}
    bureau.act(P1, "correct", LATE, UNIT, **correct)
    # then it is still of the day on which it was done
    assert duties(tmp_path, P1)[MAY]["standing"] == "imported"
    # and when the import is withdrawn and the result is filed now, it is no import
    withdrawn = f"history.import-act:monitoring.file-result:{filed['node']}"
    bureau.act(P1, "act.withdraw", LATE, FINANCE, act=withdrawn, reason="录入有误")
    now = {name: filed[name] for name in ("node", "executed")}
    bureau.act(P1, "monitoring.file-result", LATE, UNIT, **now, **REACHED)
    assert duties(tmp_path, P1)[MAY]["standing"] == "done"


def test_the_overall_target_and_the_june_of_a_unit_are_caught_up(
    bureau: Bureau, tmp_path: Path
) -> None:
    # given
    unit = f"{THE_YEAR}/unit/101"
    bureau.act(unit, "unit.add", LATE, SYSTEM, unit_name="合成单位", requested="900000")
    june = "overall-monitoring.filing:2023-06-30"
    before = duties(tmp_path, unit)
    assert before[june]["standing"] == "waits"
    # when
    for duty, on, by in (
        ("overall-target.filing", "2023-02-10", "经办人"),
        ("overall-target.review", "2023-02-20", "审核人"),
        (june, "2023-07-05", "经办人"),
    ):
        line = filled(duties(tmp_path, unit)[duty]["ways"]["import"])
        told = {name: line[name] for name in ("act", "content")}
        fields = {**told, "done_on": on, "done_by": by, **DOCUMENT}
        bureau.act(unit, line["command"], LATE, FINANCE, **fields)
    # then
    assert duties(tmp_path, unit)[june]["standing"] == "imported"


IN_JUNE: dict[str, Any] = {
    "held_on": "2023-06-08",
    "kind": "monthly",
    "topics": "议题",
    "topic": "培训",
    "participants": "57",
    "evaluated": "实效",
    "findings": "良好",
    "artefacts": ["绩效目标"],
    "document": "函1号",
    "standard": "指标库",
    "categories": "26",
    "indicators": "310",
    "budget_types": ["general_public"],
    "objects": [{"object_type": "project", "objects": "3", "funds": "900000"}],
}


def of_the_year(content: Any) -> dict[str, Any]:
    return {name: IN_JUNE.get(name, value) for name, value in content.items()}


def test_the_duties_of_the_work_year_are_listed_with_their_clauses_and_ways(
    bureau: Bureau, tmp_path: Path
) -> None:
    found = duties(tmp_path, THE_YEAR)
    assert {one["standing"] for one in found.values()} == {"open"}
    assert {"training.record", "congress.report", "key-evaluation-plan.set"} <= set(found)
    assert found["congress.report"]["reference"] == "QM-054"
    assert all(set(one["ways"]) == {"import", "drop", "late"} for one in found.values())
    assert "报送人大 · 未定 no day · QM-054" in LINE.text(tmp_path, "catch-up")
    # a meeting is the duty of the prefecture alone (BZ-023)
    assert "review-meeting.record" not in found
    assert bureau.log.last_position()


def test_a_duty_of_the_work_year_is_imported_dropped_or_done_late(
    bureau: Bureau, tmp_path: Path
) -> None:
    found = duties(tmp_path, THE_YEAR)
    # when one is imported, one dropped and one done now
    line = found["congress.report"]["ways"]["import"]
    fields = {"act": line["act"], "content": of_the_year(line["content"])}
    day = {"done_on": "2023-06-08", "done_by": "绩效科", **DOCUMENT}
    bureau.act(THE_YEAR, line["command"], LATE, FINANCE, **fields, **day)
    taken(bureau, found["training.record"]["ways"]["drop"])
    late = found["key-evaluation-plan.set"]["ways"]["late"]
    content = {name: late[name] for name in ("objects", "budget_types")}
    bureau.act(THE_YEAR, late["command"], LATE, FINANCE, **of_the_year(content))
    # then
    after = duties(tmp_path, THE_YEAR)
    standings = {duty: one["standing"] for duty, one in after.items()}
    assert standings["congress.report"] == "imported"
    assert after["congress.report"]["filed_on"] == "2023-06-08"
    assert standings["training.record"] == "dropped"
    assert after["training.record"]["reference"] == "例外1号"
    assert standings["key-evaluation-plan.set"] == "done"
    # and an import that is withdrawn is open again
    key = "history.import-act:congress.report:2023-06-08"
    bureau.act(THE_YEAR, "act.withdraw", LATE, FINANCE, act=key, reason="误导入")
    assert duties(tmp_path, THE_YEAR)["congress.report"]["standing"] == "open"
    # and the imports are marked in the history
    assert "导入 imported 报送人大" in LINE.text(tmp_path, "history", THE_YEAR)


def test_the_day_of_a_result_stands_beside_the_notice_that_bound_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    # given a result judged by the notice, and a later notice of another day
    prepared(bureau)
    filed = {"node": "2023-05-31", "executed": "450000", "completion_rate": "50"}
    done(bureau, "monitoring.file-result", "2023-06-08", "单位经办人", **filed)
    later = {"deadline": MAY, "due": "2023-12-20", "document": "第二号通知"}
    bureau.act(THE_YEAR, "deadline.set", LATE, FINANCE, **later)
    # then
    found = duties(tmp_path, P1)[MAY]
    assert (found["planned"], found["reference"]) == ("2023-06-10", "通知")
    rows = LINE.read(tmp_path, "status", "P001")["detail"]["deadlines"]
    assert {row["due"]: row["reference"] for row in rows if row["deadline"] == MAY} == {
        "2023-06-10": "通知"
    }


def test_a_day_that_is_over_is_not_due_next(bureau: Bureau, tmp_path: Path) -> None:
    # given a result whose import was withdrawn: it waits again, and is found overdue at midnight
    prepared(bureau)
    may(bureau)
    for act in ("monitoring.review", "monitoring.file-result"):
        key = f"history.import-act:{act}:2023-05-31"
        bureau.act(P1, "act.withdraw", LATE, FINANCE, act=key, reason="误导入")
    # then
    found = LINE.read(tmp_path, "status")
    assert {one["deadline"] for one in found["over"]} == {MAY, AUGUST}
    assert not {MAY, AUGUST} & {one["deadline"] for one in found["next_due"]}
    assert "期限已过，当日结束时登记逾期" in LINE.text(tmp_path, "status")
    told = LINE.text(tmp_path, "status", "P001")
    assert "期限已过 over" in told
    assert "未到期 open" not in told


def test_a_corrected_import_is_shown_as_the_act_of_who_corrects_and_of_who_did_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    # given a budget that is corrected beside the result that rests on it
    prepared(bureau)
    may(bureau)
    correction = {
        "act": "history.import-act:budget.approve",
        "reason": "多写一个零",
        "replacement": {"content": {"amount": "900000"}},
        "follows": [{"of": MAY, "becomes": "stands"}],
    }
    bureau.act(P1, "act.correct", LATE, FINANCE, **correction)
    # then
    entries = LINE.read(tmp_path, "history", P1)[-3:]
    assert [one["name"] for one in entries] == [
        "act.withdrawn",
        "history.act-imported",
        "budget.approved",
    ]
    withdrawn, _, approved = entries
    assert "imported" not in withdrawn
    assert approved["imported"]["done_by"] == "人大"
    # and the deadline rows of what was imported keep their mark
    found = duties(tmp_path, P1)
    assert found[MAY]["standing"] == "imported"
    again = {"content": {"node": "2023-05-31", "executed": "460000", "completion_rate": "50"}}
    key = "history.import-act:monitoring.file-result:2023-05-31"
    bureau.act(P1, "act.correct", LATE, FINANCE, act=key, reason="误", replacement=again)
    rows = LINE.read(tmp_path, "status", "P001")["detail"]["deadlines"]
    assert {row["deadline"]: row["imported"] for row in rows}[MAY] is True
