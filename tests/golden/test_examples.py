from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import Field

from domain.kernel.message import WITHHOLDABLE, Event, Message
from domain.kernel.vocabulary import Code, Points, Text, Yuan
from tests.golden.examples import example


class Colour(StrEnum):
    RED = "red"


class Part(Message):
    code: Code
    share: Annotated[Decimal, Field(gt=0, lt=1.5)]


class Everything(Event):
    name = "test.everything"
    amount: Yuan
    points: Points | None = None
    count: Annotated[int, Field(ge=3)]
    secret: Annotated[Text, WITHHOLDABLE]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    short: Annotated[str, Field(max_length=3)]
    day: date
    at: datetime
    id: UUID
    colour: Colour
    kind: Literal["a", "b"]
    only: Literal["c"]
    parts: Annotated[tuple[Part, ...], Field(min_length=2)]
    pair: tuple[int, Text]
    by_code: dict[Code, Text]
    yes: bool
    anything: Any


def test_every_kind_of_field_gets_a_value_and_always_the_same() -> None:
    first, second = example(Everything), example(Everything)
    assert first == second
    assert set(first.data()) == set(Everything.model_fields)


class Impossible(Event):
    name = "test.impossible"
    code: Annotated[str, Field(pattern=r"^#[A-Z]+$")]


def test_a_field_that_no_example_fits_asks_for_one_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="BY_HAND"):
        example(Impossible)
