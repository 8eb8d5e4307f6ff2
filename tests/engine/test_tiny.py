from tests.engine.holds import Year


def test_given_no_disturbance_when_driven_then_the_half_year_is_whole(undisturbed: Year) -> None:
    values = {(figure, name): value for figure, name, value, _ in undisturbed.figures}
    assert values["F08", "projects"] == "3"
    assert values["F08", "amount"] == "600000"
    assert values["F09", "projects:2023-05-31"] == "3"
    assert values["F09", "projects:2023-08-31"] == "3"
    names = {name for _, name, _, _ in undisturbed.trail}
    assert {"deadline.passed", "rectification.notified", "rectification.accepted"} <= names
