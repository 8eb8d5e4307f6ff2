"""Stored bytes read back in one pass, without checking again what was checked when it was taken.

For each event type one reader of its own turns the bytes straight into the envelope's values and
the event's fields: types are still read strictly, but ranges, lengths and patterns are not checked
(docs/performance-notes.md, 0500).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import SchemaValidator, core_schema

from domain.kernel.decider import Actor, Recorded
from domain.kernel.frozen import replace
from domain.kernel.message import Event, Message
from domain.kernel.vocabulary import Role

_Read = Callable[[bytes], dict[str, Any]]

_CHECKS = frozenset({"function-before", "function-after"})
_LIMITS = frozenset(
    {"ge", "gt", "le", "lt", "max_digits", "decimal_places", "min_length", "max_length", "pattern"}
)
_INNER = ("schema", "items_schema", "keys_schema", "values_schema", "fields", "choices")


def recorded(event: type[Event], state: bytes, *, basis: bool = True) -> Recorded[Any]:
    """Read an event that is stored in the version of its class.

    Raises `ValueError` for other bytes. Without `basis`, the decision's basis is not read.
    """
    readers = _READERS[basis]
    read = readers.get(event)
    if read is None:
        read = readers[event] = _reader(event, basis=basis)
    stored = read(state)
    made: Recorded[Any] = stored["leaf"]
    if not stored["withheld"]:
        return made
    withheld = {name: secret["value"] for name, secret in stored["withheld"].items()}
    return replace(made, event=made.event.model_copy(update=withheld))


_READERS: dict[bool, dict[type[Event], _Read]] = {True: {}, False: {}}


def _reader(event: type[Event], *, basis: bool) -> _Read:
    fields = _unchecked(TypeAdapter(event).core_schema["schema"])
    for name in event.withholdable:  # a digest stands there, and is replaced
        fields["fields"][name] = core_schema.model_field(_digest_of(fields["fields"][name]))
    leaf, keys = _leaf(_as_built(event, fields)), _KEYS
    if not basis:  # nothing stands under this key, so there is nothing to read
        leaf["basis"] = core_schema.with_default_schema(core_schema.any_schema(), default=())
        keys = {**_KEYS, "basis": "left unread"}
    parts = {
        "leaf": _slotted(Recorded, leaf, keys),
        "withheld": core_schema.dict_schema(core_schema.str_schema(), core_schema.any_schema()),
    }
    stored = core_schema.typed_dict_schema(
        {name: core_schema.typed_dict_field(schema) for name, schema in parts.items()}
    )
    read: _Read = SchemaValidator(
        stored,
        _use_prebuilt=False,  # otherwise the class's own validator checks everything
    ).validate_json
    return read


_KEYS = {"event": "data", "id": "event_id"}
"""The fields of a recorded event that have another key in the leaf."""


def _slotted(kind: type[Any], fields: dict[str, Any], keys: Mapping[str, str]) -> Any:
    """A dataclass with slots that is made of an object; other keys of that stay unread."""
    arguments = [
        core_schema.dataclass_field(name, schema, validation_alias=keys.get(name))
        for name, schema in fields.items()
    ]
    made = core_schema.dataclass_args_schema(kind.__name__, arguments)
    return core_schema.dataclass_schema(kind, made, list(fields), slots=True)


def _digest_of(field: Any) -> Any:
    schema = field["schema"]
    if schema["type"] != "default":
        return core_schema.any_schema()
    return core_schema.with_default_schema(core_schema.any_schema(), default=schema["default"])


def _leaf(event: Any) -> dict[str, Any]:
    text, uuid = core_schema.str_schema(), core_schema.uuid_schema()
    instant = core_schema.datetime_schema(tz_constraint="aware")
    return {
        "event": event,
        "id": uuid,
        "stream": text,
        "version": core_schema.int_schema(),
        "effective_on": core_schema.date_schema(),
        "recorded_at": instant,
        "stored_at": instant,
        "actor": _actor(),
        "command_id": uuid,
        "caused_by": core_schema.nullable_schema(uuid),
        "basis": core_schema.tuple_schema([core_schema.any_schema()], variadic_item_index=0),
    }


def _actor() -> Any:
    text = core_schema.str_schema()
    role = core_schema.enum_schema(Role, list(Role))
    return _slotted(Actor, {"id": text, "organisation": text, "role": role}, {})


def _unchecked(schema: Any) -> Any:
    """A schema that reads the same types without further checks."""
    if isinstance(schema, list):
        return [_unchecked(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    while schema.get("type") in _CHECKS:
        schema = schema["schema"]
    if schema.get("type") == "model":
        return _as_built(schema["cls"], _unchecked(schema["schema"]))
    if "type" not in schema:  # a model's fields by name
        return {name: _unchecked(field) for name, field in schema.items()}
    read = {
        key: _unchecked(part) if key in _INNER else part
        for key, part in schema.items()
        if key not in _LIMITS
    }
    if read["type"] == "model-fields":
        read["extra_behavior"] = "forbid"  # as in the model's configuration
    return read


def _as_built(message: type[Message], fields: Any) -> Any:
    """A message built from fields that were already read."""
    return core_schema.model_schema(message, fields)
