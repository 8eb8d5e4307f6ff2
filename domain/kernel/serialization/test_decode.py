"""What `decode` rests on in pydantic beside its public names: pinned, and asked for here.

After an update of the library: read why each of these names is used, see that it still means the
same, then change the version here.
"""

from __future__ import annotations

import inspect
import tomllib
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from domain.kernel.message import Message
from domain.kernel.serialization import decode
from domain.kernel.vocabulary import Yuan

ROOT = Path(__file__).parents[3]

PINNED = {"pydantic": "2.14.3", "pydantic-core": "2.50.4"}
"""`SchemaValidator(_use_prebuilt=...)`, and the shape of `TypeAdapter(...).core_schema`."""


class Part(Message):
    word: Annotated[str, Field(max_length=3)]


class Whole(Message):
    part: Part
    amount: Yuan


LONG = b'{"part": {"word": "longer"}, "amount": "-1"}'


def unchecked() -> Any:
    return decode._as_built(Whole, decode._unchecked(TypeAdapter(Whole).core_schema["schema"]))


def test_the_library_is_the_one_that_these_names_were_read_in() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]

    assert {one["name"]: one["version"] for one in lock if one["name"] in PINNED} == PINNED
    assert {name: version(name) for name in PINNED} == PINNED


def test_a_schema_has_its_fields_and_limits_where_they_are_taken_out() -> None:
    schema: Any = TypeAdapter(Whole).core_schema
    fields = schema["schema"]["fields"]
    part, amount = (fields[name]["schema"] for name in ("part", "amount"))

    assert (schema["type"], schema["schema"]["type"]) == ("model", "model-fields")
    assert (part["type"], part["cls"]) == ("model", Part)
    assert part["schema"]["fields"]["word"]["schema"] == {"type": "str", "max_length": 3}
    assert (amount["type"], amount["schema"]["type"]) == ("function-before", "decimal")
    assert {"ge", "max_digits", "decimal_places"} <= amount["schema"].keys()


def test_without_prebuilt_readers_no_message_checks_itself() -> None:
    read = SchemaValidator(unchecked(), _use_prebuilt=False).validate_json(LONG)

    assert type(read) is Whole
    assert (type(read.part), read.part.word) == (Part, "longer")
    assert read.amount == Decimal(-1)


def test_with_prebuilt_readers_a_message_checks_itself() -> None:
    """Should this fail, the parameter has lost its meaning and can go."""
    assert inspect.signature(SchemaValidator).parameters["_use_prebuilt"].default is True
    Whole.model_validate({"part": {"word": "own"}, "amount": "1"})  # its own reader is built
    with pytest.raises(ValidationError, match="at most 3"):
        SchemaValidator(unchecked()).validate_json(LONG)


@pytest.mark.parametrize(
    "damaged",
    [
        b'{"part": {"word": 5}, "amount": "1"}',  # another type
        b'{"part": {"word": "own"}}',  # a field is missing
        b'{"part": {"word": "own", "more": 1}, "amount": "1"}',  # a field that nobody knows
    ],
)
def test_what_is_no_such_message_is_refused_all_the_same(damaged: bytes) -> None:
    with pytest.raises(ValidationError):
        SchemaValidator(unchecked(), _use_prebuilt=False).validate_json(damaged)
