from console.telling import content_of, title_of


def test_a_step_of_a_deadline_has_the_title_of_its_kind() -> None:
    assert title_of("deadline.passed", {"step": "overdue"}) == "逾期"
    assert title_of("deadline.passed", {"step": "remind"}) == "到期前提醒"


def test_an_event_that_nobody_knows_is_called_by_its_name() -> None:
    assert title_of("test.never-heard-of", {}) == "test.never-heard-of"


def test_content_leaves_out_what_is_false_and_counts_what_is_long() -> None:
    said = content_of({"late": False, "adjusted": True, "indicators": [{}, {}], "amount": "5"})
    assert said == "adjusted · indicators ×2 · amount 5"
