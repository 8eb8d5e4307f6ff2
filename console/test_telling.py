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
