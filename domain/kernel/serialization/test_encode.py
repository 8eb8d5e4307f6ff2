"""A leaf is what was recorded, in canonical JSON, and reads back as that."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.answer import Answer, Citation, PackRef, RulingRef
from domain.kernel.decider import Actor, CommandContext, Decision, Recorded
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.serialization.encode import basis_of
from domain.kernel.serialization.envelope import leaf_of, record, seal_recorded, unseal
from domain.kernel.vocabulary import Role

TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from('"\\\n\t\x00\x7f\u2028')))
ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
INSTANTS = st.datetimes(min_value=datetime(1900, 1, 2), timezones=st.just(UTC) | ZONES)  # noqa: DTZ001


class Leafed(Event, name="leaf.leafed", version=7):
    text: str
    amount: Decimal
    count: int
    sure: bool
    parts: tuple[str, ...]
    hidden: Annotated[str | None, WITHHOLDABLE] = None


class Leaf(Command):
    """A command of no subject: without a name it is not registered."""


EVENTS = st.builds(
    Leafed,
    text=TEXTS,
    amount=st.decimals(allow_nan=False, allow_infinity=False, places=2),
    count=st.integers(-(2**40), 2**40),
    sure=st.booleans(),
    parts=st.lists(TEXTS, max_size=3).map(tuple),
    hidden=st.none() | TEXTS,
)
ANSWERS = st.builds(
    Answer,
    rule=TEXTS,
    jurisdiction=TEXTS,
    on=st.dates(),
    input=st.dictionaries(TEXTS, TEXTS | st.none() | st.booleans() | st.lists(TEXTS), max_size=3),
    outcome=st.none() | TEXTS | st.dictionaries(TEXTS, st.integers() | TEXTS, max_size=2),
    reason=st.none() | st.just("needs_ruling"),
    citations=st.just((Citation("JS-001", "document", "引文"),)),
    rulings=st.just(()) | st.just((RulingRef("AMB-01", "open", None),)),
    pack=st.builds(PackRef, TEXTS, TEXTS, TEXTS),
)
DECISIONS = st.lists(
    st.builds(Decision, EVENTS, st.lists(ANSWERS, max_size=2).map(tuple)), min_size=1, max_size=3
)
ACTS = st.builds(
    CommandContext,
    st.just(Leaf()),
    st.builds(Actor, TEXTS, TEXTS, st.sampled_from(Role)),
    INSTANTS,
    st.dates(),
    st.uuids(),
    st.none() | st.uuids(),
)


def as_objects(recorded: Recorded[Any], decision: Decision[Any]) -> dict[str, Any]:
    data = recorded.event.data()
    data.pop("hidden", None)
    return {
        "event_id": recorded.id,
        "stream": recorded.stream,
        "version": recorded.version,
        "name": recorded.event.name,
        "event_version": recorded.event.version,
        "effective_on": recorded.effective_on,
        "recorded_at": recorded.recorded_at,
        "stored_at": recorded.stored_at,
        "actor": {
            "id": recorded.actor.id,
            "organisation": recorded.actor.organisation,
            "role": recorded.actor.role.value,
        },
        "command_id": recorded.command_id,
        "caused_by": recorded.caused_by,
        "basis": [basis_of(answer) for answer in decision.basis],
        "data": data,
    }


@given(DECISIONS, ACTS, INSTANTS, TEXTS)
def test_what_is_recorded_is_what_is_sealed_and_read_back(
    decisions: list[Decision[Any]], act: CommandContext[Any], stored_at: datetime, stream: str
) -> None:
    # when
    news = record(decisions, act, stream, 4, stored_at)
    sealed = seal_recorded(decisions, news, lambda: "salt")
    # then
    for decision, made, envelope in zip(decisions, news, sealed, strict=True):
        leaf = leaf_of(envelope.state)
        leaf["data"].pop("hidden", None)
        assert canonical(leaf) == canonical(as_objects(made, decision))
        assert canonical(json.loads(envelope.state)) == envelope.state
        back = unseal(envelope.topic, envelope.state, basis=False)
        assert back == made
        assert back.event.data() == made.event.data()
        assert (envelope.stream, envelope.version) == (made.stream, made.version)
