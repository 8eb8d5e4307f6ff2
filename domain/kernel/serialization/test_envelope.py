"""The stored form of an event: an audit leaf that proves its content, and reads back the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from itertools import count
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel.decider import Actor, CommandContext, Decision, Recorded
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.serialization.encode import basis_of
from domain.kernel.serialization.envelope import (
    Sealed,
    digest,
    event_id,
    leaf_of,
    seal,
    topic_of,
    unseal,
)
from domain.kernel.vocabulary import SHANGHAI, Text, Yuan
from testkit.decider_spec import FILER, STORED_AT, packaged_rules

AT = datetime(2023, 5, 31, 9, 30, 0, 123456, tzinfo=SHANGHAI)
ON = date(2023, 5, 30)
COMMAND_ID = UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
CAUSE = UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3302")
STREAM = "652825/2023/P001"


class Sample(Event, name="envelope.sample", version=3):
    amount: Yuan
    count: int
    sure: bool
    on: date
    note: Text | None = None
    hidden: Annotated[Text, WITHHOLDABLE]
    whisper: Annotated[Text | None, WITHHOLDABLE] = None
    by_code: dict[str, Text]


class Make(Command):
    """A command of no subject: without a name it is not registered."""


ACT = CommandContext(Make(), FILER, AT, ON, COMMAND_ID)
TOLD = Sample(
    amount=Decimal("1234567.80"),
    count=7,
    sure=True,
    on=date(2023, 6, 1),
    hidden="某人",
    whisper="嘘",
    by_code={"a": "甲"},
)


def salts() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"salt-{next(numbers)}"


def sealed(
    *decisions: Decision[Any], act: CommandContext[Any] = ACT, after: int = 4
) -> tuple[Sealed, ...]:
    return seal(decisions, act, STREAM, after, STORED_AT, salts())


def stored(event: Event = TOLD) -> dict[str, Any]:
    (envelope,) = sealed(Decision(event))
    read: dict[str, Any] = json.loads(envelope.state)
    return read


def test_an_event_reads_back_as_it_was_with_all_that_surrounds_it() -> None:
    # given
    basis = packaged_rules().ask("monitoring.nodes", ON, work_year=2023, subject="project")
    act = CommandContext(Make(), FILER, AT, ON, COMMAND_ID, CAUSE)
    # when
    (envelope,) = sealed(Decision(TOLD, (basis,)), act=act)
    # then
    assert unseal(envelope.topic, envelope.state) == Recorded(
        event=TOLD,
        id=event_id(COMMAND_ID, 0),
        stream=STREAM,
        version=5,
        effective_on=ON,
        recorded_at=AT,
        stored_at=STORED_AT,
        actor=FILER,
        command_id=COMMAND_ID,
        caused_by=CAUSE,
        basis=(json.loads(canonical(basis_of(basis))),),
    )


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
samples = st.builds(
    Sample,
    amount=st.decimals(0, 10**12, places=2),
    count=st.integers(),
    sure=st.booleans(),
    on=st.dates(),
    note=st.none() | texts,
    hidden=texts,
    whisper=st.none() | texts,
    by_code=st.dictionaries(texts, texts, max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(event=samples, at=st.datetimes(timezones=st.sampled_from([UTC, SHANGHAI])))
def test_any_event_reads_back_as_it_was(event: Sample, at: datetime) -> None:
    (envelope,) = sealed(Decision(event), act=CommandContext(Make(), FILER, at, ON, COMMAND_ID))
    back = unseal(envelope.topic, envelope.state)
    assert (back.event, back.recorded_at) == (event, at)
    assert back.event.data() == event.data()


def test_the_leaf_carries_everything_but_what_may_be_withheld() -> None:
    leaf = leaf_of(sealed(Decision(TOLD))[0].state)
    assert set(leaf) == {
        "event_id",
        "stream",
        "version",
        "name",
        "event_version",
        "effective_on",
        "recorded_at",
        "stored_at",
        "actor",
        "command_id",
        "caused_by",
        "basis",
        "data",
    }
    assert not any(secret in canonical(leaf).decode() for secret in ("某人", "嘘", "salt"))
    assert leaf["data"]["amount"] == "1234567.80"


def test_a_digest_in_the_leaf_is_that_of_the_salt_and_the_value_beside_it() -> None:
    read = stored()
    assert set(read["withheld"]) == {"hidden", "whisper"}
    for name, kept in read["withheld"].items():
        assert read["leaf"]["data"][name] == {"sha256": digest(kept["salt"], kept["value"])}
        assert digest(kept["salt"], kept["value"] + "。") != digest(kept["salt"], kept["value"])
    assert read["withheld"]["hidden"]["salt"] != read["withheld"]["whisper"]["salt"]


def test_a_digest_depends_on_its_salt_and_does_not_run_into_it() -> None:
    assert digest("a", "secret") != digest("b", "secret")
    assert digest("a", "\nb") != digest("a\n", "b")


def test_what_is_not_said_is_neither_in_the_leaf_nor_withheld() -> None:
    read = stored(TOLD.model_copy(update={"whisper": None}))
    assert "whisper" not in read["leaf"]["data"]
    assert set(read["withheld"]) == {"hidden"}
    assert "note" not in read["leaf"]["data"]


def numbers_in(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers_in(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers_in(item)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_every_number_is_stored_as_text() -> None:
    basis = packaged_rules().ask("monitoring.nodes", ON, work_year=2023, subject="project")
    (envelope,) = sealed(Decision(TOLD, (basis,)))
    read = json.loads(envelope.state)
    assert numbers_in(read) == []
    assert (read["leaf"]["version"], read["leaf"]["data"]["count"]) == ("5", "7")
    assert read["leaf"]["data"]["sure"] is True


def test_canonical_bytes_do_not_depend_on_order_white_space_or_the_kind_of_number() -> None:
    one = {"b": [1, True, None, {"y": date(2023, 5, 31), "x": "值"}], "a": Decimal("1.50")}
    other = {"a": "1.50", "b": ("1", True, None, {"x": "值", "y": "2023-05-31"})}
    assert canonical(one) == canonical(other)
    assert canonical(one).decode() == '{"a":"1.50","b":["1",true,null,{"x":"值","y":"2023-05-31"}]}'


def test_the_stored_bytes_of_an_act_are_always_the_same() -> None:
    assert sealed(Decision(TOLD)) == sealed(Decision(TOLD))
    assert canonical(stored()) == sealed(Decision(TOLD))[0].state


def test_events_of_one_outcome_follow_each_other_and_name_their_cause() -> None:
    first, second = sealed(Decision(TOLD), Decision(TOLD, cause=0))
    assert (first.version, second.version) == (5, 6)
    assert leaf_of(first.state)["event_id"] != leaf_of(second.state)["event_id"]
    assert leaf_of(first.state)["caused_by"] is None
    assert leaf_of(second.state)["caused_by"] == leaf_of(first.state)["event_id"]


def test_the_cause_of_a_decision_goes_before_that_of_its_act() -> None:
    other = UUID(int=9)
    act = CommandContext(Make(), FILER, AT, ON, COMMAND_ID, CAUSE)
    causes = [
        leaf_of(envelope.state)["caused_by"]
        for envelope in sealed(Decision(TOLD), Decision(TOLD, caused_by=other), act=act)
    ]
    assert causes == [str(CAUSE), str(other)]


def test_the_basis_has_rules_clauses_and_packs_but_no_quotes() -> None:
    answer = packaged_rules().ask("exante.dimensions", ON)
    basis = basis_of(answer)
    assert basis["clauses"] == ["QM-015"]
    assert basis["pack"] == {"id": "652825", "sha256": answer.pack.sha256}
    assert answer.citations[0].quote not in canonical(basis).decode()


def test_the_topic_is_the_stored_name_and_version_not_a_path() -> None:
    assert topic_of(TOLD) == topic_of(Sample) == "envelope.sample@3"
    assert sealed(Decision(TOLD))[0].topic == "envelope.sample@3"


def test_a_name_is_given_once() -> None:
    import_module("domain.subjects.registry")  # its commands have their names from here on
    with pytest.raises(TypeError, match=r"envelope\.sample"):
        type("Again", (Event,), {"__module__": __name__}, name="envelope.sample")
    with pytest.raises(TypeError, match=r"target\.file"):
        type("Again", (Command,), {"__module__": __name__}, name="target.file")


def test_an_actor_is_kept_with_organisation_and_role() -> None:
    actor = Actor("u-7", "201001", FILER.role)
    (envelope,) = sealed(Decision(TOLD), act=CommandContext(Make(), actor, AT, ON, COMMAND_ID))
    assert unseal(envelope.topic, envelope.state).actor == actor
