from datetime import datetime

import pytest

from console.cli.render.event_titles import content_of, dated_deadline_of, title_of
from console.cli.render.history_highlights import mark_of


def test_a_step_of_a_deadline_has_the_title_of_its_kind() -> None:
    assert title_of("deadline.passed", {"step": "overdue"}) == "逾期"
    assert title_of("deadline.passed", {"step": "remind"}) == "到期前提醒"


def test_an_event_that_nobody_knows_is_called_by_its_name() -> None:
    assert title_of("test.never-heard-of", {}) == "test.never-heard-of"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"deadline": "target.filing", "due": "2026-12-15"}, "绩效目标填报 target → 2026-12-15"),
        ({"deadline": "target.filing", "until": "2026-12-31"}, "绩效目标填报 target → 2026-12-31"),
        ({"deadline": "target.filing"}, "绩效目标填报 target"),
        ({"filing": "target.filing", "due": "2026-12-15"}, "绩效目标填报 target"),
        ({"due": "2026-12-15"}, ""),
    ],
)
def test_an_act_on_a_deadline_says_which_day_it_is_about(data: dict[str, str], said: str) -> None:
    assert dated_deadline_of(data) == said


def test_content_leaves_out_what_is_false_and_counts_what_is_long() -> None:
    said = content_of({"late": False, "adjusted": True, "indicators": [{}, {}], "amount": "5"})
    assert said == "调整后 · 指标 2 项 · 金额 5 元"


@pytest.mark.parametrize(
    ("step", "recorded_at", "mark"),
    [
        ("remind", "2023-06-07T10:00:00+08:00", None),
        ("remind", "2023-06-07T10:00:01+08:00", "补发 given late"),
        ("due", "2023-06-08T09:00:00+08:00", "补发 given late"),
        ("overdue", "2023-06-08T09:00:00+08:00", "逾期 overdue"),
    ],
)
def test_a_reminder_given_late_stands_out(step: str, recorded_at: str, mark: str | None) -> None:
    data = {"step": step, "planned": "2023-06-07T09:00:00+08:00"}
    found = mark_of("deadline.passed", data, datetime.fromisoformat(recorded_at))
    assert (found.text if found else None) == mark


PLANNED = "2023-06-07T09:00:00+08:00"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("monitoring.result-filed", {"late": True}, "迟报"),
        ("monitoring.result-filed", {"late": False}, None),
        ("monitoring.returned", {}, "退回"),
        ("filing.withdrawn", {"replaced": True}, "更正"),
        ("filing.withdrawn", {"replaced": False}, "撤回"),
        ("deadline.passed", {"step": "overdue", "planned": PLANNED}, "逾期"),
        ("deadline.passed", {"step": "escalate", "planned": PLANNED}, "上报"),
        ("deadline.passed", {"step": "remind", "planned": PLANNED, "late": True}, None),
        ("project.withdrawn", {}, "撤销"),
        ("test.never-heard-of", {}, None),
    ],
)
def test_an_event_stands_out_as_its_entry_says(
    name: str, data: dict[str, object], said: str | None
) -> None:
    mark = mark_of(name, data, datetime.fromisoformat(PLANNED))
    assert (mark and mark.zh) == said
