"""Stored bytes read back in one pass, without checking anew what was checked when it was taken.

For each event type one reader of its own turns the bytes straight into the envelope's values and
the event's fields: types are still read strictly, but ranges, lengths and patterns are not checked
again (docs/decisions/0500-stored-events-are-not-checked-anew.md).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from pydantic_core import SchemaValidator, core_schema

from domain.decision import Actor, Recorded
from domain.message import Event, Message
from domain.vocabulary import Role

_Read = Callable[[bytes], dict[str, Any]]

_CHECKS = frozenset({"function-before", "function-after"})
_INNER = ("schema", "items_schema", "keys_schema", "values_schema", "fields", "choices")

_new = object.__new__
_put = object.__setattr__


def recorded(event: type[Event], state: bytes, *, basis: bool = True) -> Recorded[Any]:
    """Read an event stored in the version of its class; raises `ValueError` for other bytes.

    Without `basis` what the decision rested on stays unread.
    """
    readers = _READERS[basis]
    read = readers.get(event)
    if read is None:
        read = readers[event] = _reader(event, basis=basis)
    stored = read(state)
    leaf = stored["leaf"]
    parts = leaf["data"]
    withheld = stored["withheld"]
    if withheld:
        for name, secret in withheld.items():
            parts[0][name] = secret["value"]
    leaf["event"] = _built(event, parts)
    made: Recorded[Any] = _new(Recorded)
    for name, put in _PUT:
        put(made, leaf[name])
    _put_basis(made, leaf["basis"] if basis else ())
    return made


_READERS: dict[bool, dict[type[Event], _Read]] = {True: {}, False: {}}

_PUT: list[tuple[str, Callable[[Any, Any], None]]] = [
    ("event_id" if field.name == "id" else field.name, getattr(Recorded, field.name).__set__)
    for field in dataclasses.fields(Recorded)
    if field.name != "basis"
]
"""The slots of a recorded event, each with its key in a leaf that was read.

Set one by one they take half the time of `__init__`, which asks whether the value is frozen.
"""

_put_basis = vars(Recorded)["basis"].__set__


def _reader(event: type[Event], *, basis: bool) -> _Read:
    fields = _unchecked(event.__pydantic_core_schema__["schema"])
    for name in event.withholdable:  # a digest stands there, and is replaced
        fields["fields"][name] = core_schema.model_field(_digest_of(fields["fields"][name]))
    leaf = _leaf(fields)
    if basis:
        leaf["basis"] = core_schema.tuple_schema([core_schema.any_schema()], variadic_item_index=0)
    stored = _object(
        leaf=_object(**leaf),
        withheld=core_schema.dict_schema(core_schema.str_schema(), core_schema.any_schema()),
    )
    read: _Read = SchemaValidator(stored).validate_json
    return read


def _object(**fields: Any) -> Any:
    return core_schema.typed_dict_schema(
        {name: core_schema.typed_dict_field(schema) for name, schema in fields.items()}
    )


def _digest_of(field: Any) -> Any:
    schema = field["schema"]
    if schema["type"] != "default":
        return core_schema.any_schema()
    return core_schema.with_default_schema(core_schema.any_schema(), default=schema["default"])


def _leaf(data: Any) -> dict[str, Any]:
    text, uuid = core_schema.str_schema(), core_schema.uuid_schema()
    instant = core_schema.datetime_schema(tz_constraint="aware")
    return {
        "event_id": uuid,
        "stream": text,
        "version": core_schema.int_schema(),
        "effective_on": core_schema.date_schema(),
        "recorded_at": instant,
        "stored_at": instant,
        "actor": _actor(),
        "command_id": uuid,
        "caused_by": core_schema.nullable_schema(uuid),
        "data": data,
    }


def _actor() -> Any:
    text = core_schema.str_schema()
    fields: dict[str, Any] = {
        "id": text,
        "organisation": text,
        "role": core_schema.enum_schema(Role, list(Role)),
    }
    arguments = [core_schema.dataclass_field(name, schema) for name, schema in fields.items()]
    return core_schema.dataclass_schema(
        Actor, core_schema.dataclass_args_schema("Actor", arguments), list(fields), slots=True
    )


def _unchecked(schema: Any) -> Any:
    """A schema that reads the same types and checks nothing else."""
    if isinstance(schema, list):
        return [_unchecked(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    while schema.get("type") in _CHECKS:
        schema = schema["schema"]
    if schema.get("type") == "model":
        build = partial(_built, schema["cls"])
        return core_schema.no_info_after_validator_function(build, _unchecked(schema["schema"]))
    if "type" not in schema:  # the fields of a model, by name
        return {name: _unchecked(field) for name, field in schema.items()}
    read = {key: _unchecked(part) if key in _INNER else part for key, part in schema.items()}
    if read["type"] == "model-fields":
        read["extra_behavior"] = "forbid"  # as the model's own configuration says
    return read


def _built(message: type[Message], parts: tuple[dict[str, Any], Any, set[str]]) -> Any:
    """A message of fields that were read; as `model_construct`, but for its loop over them."""
    made = _new(message)
    _put(made, "__dict__", parts[0])
    _put(made, "__pydantic_fields_set__", parts[2])
    _put(made, "__pydantic_extra__", None)
    _put(made, "__pydantic_private__", None)
    return made
