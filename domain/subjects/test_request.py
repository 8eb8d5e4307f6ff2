"""A request: its hash tells contents apart, and what is wrong with it is named by its field."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.kernel.request import BadRequest, read_request, read_stored
from domain.kernel.serialization.canonical_json import canonical
from domain.subjects.command_parsing import command_of
from domain.subjects.project_year.targets.target import FileTarget
from testkit.builders.project_year import ACTS, target

SENT: dict[str, Any] = {
    "command_id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "subject": "652825/2023/P001",
    "command": "monitoring.warn",
    "actor": {"id": "f-1", "organisation": "652825-cz", "role": "finance"},
    "fields": {"node": "2023-05-31", "reason": "进度慢"},
    "caused_by": None,
}


def changed(path: str, value: Any) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(json.dumps(SENT))
    *outer, last = path.split(".")
    inside = sent
    for name in outer:
        inside = inside[name]
    inside[last] = value
    return sent


def without(path: str) -> dict[str, Any]:
    sent = changed(path, None)
    *outer, last = path.split(".")
    inside = sent
    for name in outer:
        inside = inside[name]
    del inside[last]
    return sent


def test_a_request_reads_back_from_its_json() -> None:
    request = read_request(SENT)
    assert request.as_json() == SENT
    assert read_request(request.as_json()) == request


def test_a_stored_act_keeps_the_version_that_it_was_taken_by() -> None:
    request = read_request(SENT)
    assert "version" not in request.taken_by(1).as_json()
    assert read_stored(request.as_json()).version == 1
    stored = request.taken_by(2).as_json()
    assert stored == SENT | {"version": 2}
    assert read_stored(stored) == request.taken_by(2)
    assert request.taken_by(2).hash() == request.hash()


@pytest.mark.parametrize("version", [0, -1, "2", 1.0, True, None])
def test_a_stored_act_with_no_real_version_is_not_read(version: object) -> None:
    with pytest.raises(BadRequest) as error:
        read_stored(SENT | {"version": version})
    assert error.value.field == "version"


@pytest.mark.parametrize("version", [1, 2])
def test_a_sender_cannot_choose_the_version(version: int) -> None:
    with pytest.raises(BadRequest) as error:
        read_request(SENT | {"version": version})
    assert error.value.field == "version"


def test_the_hash_does_not_depend_on_the_command_id_or_the_order_of_fields() -> None:
    first = read_request(SENT).hash()
    assert read_request(changed("command_id", str(uuid4()))).hash() == first
    turned = dict(reversed(SENT.items())) | {"fields": dict(reversed(SENT["fields"].items()))}
    assert read_request(turned).hash() == first


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("subject", "652825/2023/P002"),
        ("command", "monitoring.return"),
        ("actor.id", "f-2"),
        ("actor.organisation", "652825-rd"),
        ("actor.role", "system"),
        ("fields.node", "2023-08-31"),
        ("fields.reason", "进度慢。"),
        ("fields.other", "x"),
        ("caused_by", "3f2504e0-4f89-41d3-9a0c-0305e82c3302"),
    ],
)
def test_the_hash_depends_on_everything_else(path: str, value: Any) -> None:
    assert read_request(changed(path, value)).hash() != read_request(SENT).hash()


def test_the_hash_is_that_of_the_canonical_json_without_the_id() -> None:
    content = {name: value for name, value in SENT.items() if name != "command_id"}
    assert read_request(SENT).hash() == hashlib.sha256(canonical(content)).hexdigest()
    caused = changed("caused_by", "3f2504e0-4f89-41d3-9a0c-0305e82c3302")
    content["caused_by"] = caused["caused_by"]
    assert read_request(caused).hash() == hashlib.sha256(canonical(content)).hexdigest()


def test_a_number_and_its_text_are_the_same_content() -> None:
    number, text = changed("fields.amount", 15), changed("fields.amount", "15")
    assert read_request(number).hash() == read_request(text).hash()


def test_the_update_id_tells_contents_under_one_command_id_apart() -> None:
    one, other = read_request(SENT), read_request(changed("fields.reason", "其他"))
    assert one.update_id == f"{SENT['command_id']}:{one.hash()[:16]}"
    assert one.update_id != other.update_id


BAD = [
    (changed("command_id", "7"), "command_id", False),
    (without("command_id"), "command_id", True),
    (without("subject"), "subject", True),
    (changed("subject", 7), "subject", False),
    (changed("subject", " 652825/2023/P001"), "subject", False),
    (without("command"), "command", True),
    (changed("command", ""), "command", False),
    (without("actor"), "actor", False),
    (changed("actor", "f-1"), "actor", False),
    (without("actor.id"), "actor.id", True),
    (changed("actor.id", "  "), "actor.id", False),
    (changed("actor.id", "f-1 "), "actor.id", False),
    (changed("actor.id", "\ud800"), "actor.id", False),
    (without("actor.organisation"), "actor.organisation", True),
    (without("actor.role"), "actor.role", True),
    (changed("actor.role", "boss"), "actor.role", False),
    (changed("actor.rôle", "finance"), "actor.rôle", False),
    (changed("fields", ["node"]), "fields", False),
    (changed("fields.reason", "\ud800"), "reason", False),
    (changed("fields.\ud800", "x"), "\\ud800", False),
    (changed("fields.amount", float("nan")), "amount", False),
    (changed("fields.amounts", [1, {"a": float("inf")}]), "amounts", False),
    (changed("caused_by", "7"), "caused_by", False),
    (changed("caused_by", ""), "caused_by", False),
    (changed("caused_by", 0), "caused_by", False),
    (changed("field", {}), "field", False),
    ([SENT], "request", False),
    (None, "request", False),
]


@pytest.mark.parametrize(("sent", "field", "absent"), BAD)
def test_a_request_that_cannot_be_read_names_its_field(sent: Any, field: str, absent: bool) -> None:
    with pytest.raises(BadRequest) as caught:
        read_request(sent)
    assert (caught.value.field, caught.value.absent) == (field, absent)
    assert str(caught.value).startswith(f"{field}: ")


def test_a_request_without_fields_has_none() -> None:
    assert read_request(without("fields")).fields == {}
    assert read_request(without("caused_by")).caused_by is None


@pytest.mark.parametrize(
    ("sent", "field", "absent"),
    [
        (changed("command", "monitoring.dream"), "command", False),
        (changed("command", "pack.adopt"), "command", False),
        (changed("subject", "652825"), "subject", False),
        (changed("subject", "652825/23/P001"), "subject", False),
        (changed("subject", "652825/2023/P 1"), "subject", False),
        (without("fields.reason"), "reason", True),
        (changed("fields.reason", ""), "reason", False),
        (changed("fields.node", "2023-02-30"), "node", False),
        (changed("fields.nodes", "2023-05-31"), "nodes", False),
    ],
)
def test_an_act_that_cannot_be_read_names_its_field(sent: Any, field: str, absent: bool) -> None:
    with pytest.raises(BadRequest) as caught:
        command_of(read_request(sent))
    assert (caught.value.field, caught.value.absent) == (field, absent)


@pytest.mark.parametrize(
    ("amount", "right"),
    [("0", 1), ("0.01", 1), ("-0.01", 0), ("0.001", 0), ("NaN", 0), ("Infinity", 0), ("1e17", 0)],
)
def test_an_amount_is_yuan_to_the_fen(amount: str, right: bool) -> None:
    fields = target().model_dump(mode="json") | {"amount": amount}
    request = read_request(SENT | {"command": "target.file", "fields": fields})
    if right:
        assert isinstance(command_of(request), FileTarget)
    else:
        with pytest.raises(BadRequest) as caught:
            command_of(request)
        assert caught.value.field == "amount"


def test_a_wrong_part_of_a_field_is_named_by_its_place() -> None:
    fields = target().model_dump(mode="json")
    fields["indicators"][1]["points"] = "101"
    with pytest.raises(BadRequest) as caught:
        command_of(read_request(SENT | {"command": "target.file", "fields": fields}))
    assert caught.value.field == "indicators.1.points"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("target", "≥95", ("number", "day")),
        ("target", "2026-02-30", ("number", "date")),
        ("relation", "约", ("'>='", "'by'")),
    ],
)
def test_a_field_of_several_types_has_one_fault_and_its_own_name(
    field: str, value: str, words: tuple[str, ...]
) -> None:
    fields = target().model_dump(mode="json")
    fields["indicators"][0][field] = value
    with pytest.raises(BadRequest) as caught:
        command_of(read_request(SENT | {"command": "target.file", "fields": fields}))
    assert (caught.value.field, caught.value.others) == (f"indicators.0.{field}", ())
    assert all(word in caught.value.message for word in words)


@pytest.mark.parametrize("name", ACTS)
def test_every_act_reads_back_from_its_fields(name: str) -> None:
    fields = json.loads(ACTS[name].model_dump_json())
    assert command_of(read_request(SENT | {"command": name, "fields": fields})) == ACTS[name]


def test_the_command_id_is_a_uuid() -> None:
    assert read_request(SENT).command_id == UUID(SENT["command_id"])
