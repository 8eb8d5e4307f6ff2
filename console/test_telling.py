from datetime import datetime

import pytest

from console.marks import mark_of
from console.telling import STEPS, TITLES, content_of, title_of
from domain.deciders import DECIDERS
from domain.message import Event


def test_every_event_of_the_product_has_a_chinese_title() -> None:
    assert DECIDERS
    made_up = {name for name, event in Event.by_name.items() if ".test_" in event.__module__}
    own = {name for name in Event.by_name if not name.startswith("test.")} - made_up
    assert own <= set(TITLES)


def test_a_step_of_a_deadline_has_the_title_of_its_kind() -> None:
    assert title_of("deadline.passed", {"step": "overdue"}) == STEPS["overdue"]


def test_content_leaves_out_what_is_false_and_counts_what_is_long() -> None:
    said = content_of({"late": False, "adjusted": True, "indicators": [{}, {}], "amount": "5"})
    assert said == "adjusted · indicators ×2 · amount 5"


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
