"""What was stored in an older version, or by a newer program."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.kernel.decider import CommandContext, Decision
from domain.kernel.message import Command, Event
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.serialization.envelope import UnreadableState, seal, unseal
from domain.kernel.serialization.upcasting import UPCASTERS
from domain.kernel.vocabulary import SHANGHAI
from testkit.decider_spec import FILER, STORED_AT


class Moved(Event, name="upcasting.moved", version=3):
    amount: int
    count: int


class Move(Command):
    """A command of no subject: without a name it is not registered."""


NOW = datetime(2023, 5, 31, 9, 30, tzinfo=SHANGHAI)
ACT = CommandContext(Move(), FILER, NOW, date(2023, 5, 31), UUID(int=1))
TOLD = Moved(amount=15, count=0)


def stored() -> dict[str, Any]:
    sealed = seal([Decision(TOLD)], ACT, "652825/2023/P001", 0, STORED_AT, lambda: "salt")
    read: dict[str, Any] = json.loads(sealed[0].state)
    return read


def test_an_event_of_an_older_version_is_read_as_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given: amount was called sum in version 1, and there was no count before version 3
    monkeypatch.setitem(UPCASTERS, (Moved.name, 1), lambda data: {**data, "amount": data["sum"]})
    monkeypatch.setitem(
        UPCASTERS,
        (Moved.name, 2),
        lambda data: {name: data[name] for name in data if name != "sum"} | {"count": "0"},
    )
    read = stored()
    read["leaf"]["data"]["sum"] = read["leaf"]["data"].pop("amount")
    del read["leaf"]["data"]["count"]
    # when
    recorded = unseal("upcasting.moved@1", canonical(read))
    # then
    assert recorded.event == TOLD


@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        ("upcasting.unknown@1", "upcasting.unknown"),
        ("upcasting.moved@4", "newer"),
        ("upcasting.moved@2", "@3"),
        ("upcasting.moved@0", "@1"),
        ("upcasting.moved", "no event"),
        ("upcasting.moved@", "no version"),
        ("upcasting.moved@one", "no version"),
    ],
)
def test_what_nobody_can_read_is_named(topic: str, reason: str) -> None:
    with pytest.raises(UnreadableState, match=reason):
        unseal(topic, canonical(stored()))
