"""A history tells what was undone, and what was decided on the duties of who left."""

from __future__ import annotations

from typing import Any

from console.cli.render.labelled_fields import undone_or_left


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
