"""A history tells what was undone, and what was decided on the duties of who left."""

from __future__ import annotations

from typing import Any

from console.cli.render.labelled_fields import content_in_words, undone_or_left


def said(name: str, **data: Any) -> str:
    return "".join(undone_or_left(name, data))


def test_an_act_that_was_undone_is_named_with_its_reason() -> None:
    line = said("act.withdrawn", act="overall-target.approve", reason="误批", follows=[])
    assert "批复整体支出绩效目标 overall-target.approve" in line
    assert "理由 reason 误批" in line


def test_who_leaves_names_the_money_and_each_duty_with_its_decision() -> None:
    duties = [{"of": "overall-monitoring.filing:2026-06-30", "decision": "由承接单位报送"}]
    line = said("unit.withdrawn", reason="撤并", executed="5000000", duties=duties)
    assert "已执行资金 executed 5000000" in line
    assert line.endswith("整体支出监控报告 2026-06-30：由承接单位报送")
    assert said("policy.withdrawn", reason="停止", duties=[]).endswith("无 nothing")


def test_other_events_say_nothing_here() -> None:
    assert not said("overall-target.approved", amount="1")


def test_a_use_of_a_result_is_told_in_words_without_what_it_does_not_have() -> None:
    used = {"actions": ["deduct", "reduce"], "amount": "90000", "exception": None, "factor": None}
    told = content_in_words("results.applied", used)
    assert told == "应用方式 actions 扣减 deduct · 调减额度 reduce · 安排数（元） amount 90000"
    less = content_in_words("results.applied", used | {"factor": "key_work"})
    assert "低于计划的因素 factor 重点工作安排 key_work" in less


def test_the_parts_of_the_money_are_told_by_their_sources() -> None:
    funding = {"central_funds": "0", "regional_funds": "700000", "county_funds": "500000"}
    told = content_in_words("funding.recorded", {"funding": funding, "amount": "1200000"})
    assert told == "资金来源 funding 自治区资金 700,000 元、县级资金 500,000 元"


def test_an_event_without_labels_is_told_by_its_fields() -> None:
    assert content_in_words("overall-target.approved", {"amount": "1"}) == "金额 1 元"
    undone = {"act": "overall-target.approve", "reason": "误批", "follows": []}
    assert content_in_words("act.withdrawn", undone).startswith("原办理事项 批复整体支出绩效目标")


def test_a_filing_that_was_taken_without_the_department_is_told_by_its_name() -> None:
    taken = {"filing": "target.adjustment", "department": "401", "approver": "局长"}
    told = content_in_words("filing.endorsement-waived", taken)
    assert told.startswith("填报 filing 绩效目标调整 target.adjustment · 主管部门 department 401")
