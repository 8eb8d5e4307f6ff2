"""What passes between workflows, activities and clients is read by today's program as it was sent.

`messages/NAME.json` holds the bytes of a payload of the oldest saved histories, as they were sent
then: `MESSAGE.json` or `MESSAGE.CASE.json` of a dataclass, `submit.*` of the update. A step is the
one within `StepInput`; the input of `decide` stands in no history, so its file is the update's
argument with an instant, as the program of commit d91a74f wrote it. No file is ever changed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.converter import DataConverter

from activities import messages
from domain.kernel.request import read_request

GOLDEN = Path(__file__).parent / "messages"
FILES = sorted(GOLDEN.glob("*.json"))
SENT = [file for file in FILES if not file.stem.startswith("submit.")]
SHA256 = "f26dc214639b423a60e844e7920b2db6f7fff9e99923788f86c87375b4da7ae5"
"""The sha256 of all golden messages, one after the other in order of their names."""

MESSAGES: dict[str, type[Any]] = {
    name: found
    for name, found in vars(messages).items()
    if dataclasses.is_dataclass(found) and found.__module__ == messages.__name__
}
"""The dataclasses of the wire."""


def received(content: bytes, hint: type[Any]) -> Any:
    payload = Payload(metadata={"encoding": b"json/plain"}, data=content)
    return DataConverter.default.payload_converter.from_payload(payload, hint)


def sent(message: Any) -> Any:
    payload = DataConverter.default.payload_converter.to_payload(message)
    return json.loads(payload.data)


def lost(before: Any, after: Any, where: str = "") -> list[str]:
    """Where a value that was sent is no longer, or is another; what is new is no loss."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            place
            for key, value in before.items()
            for place in lost(value, after.get(key, "nothing"), f"{where}.{key}")
        ]
    return [] if before == after else [where]


def test_every_message_has_a_golden_file() -> None:
    assert set(MESSAGES) == {file.stem.partition(".")[0] for file in SENT}
    assert set(MESSAGES) >= {
        "Start",
        "SubmitInput",
        "StepInput",
        "StepMessage",
        "ViewMessage",
        "Answered",
    }


@pytest.mark.parametrize("file", SENT, ids=lambda file: file.stem)
def test_a_message_is_read_as_it_was_sent_and_its_new_fields_are_optional(file: Path) -> None:
    content = file.read_bytes()
    message = MESSAGES[file.stem.partition(".")[0]]
    # when
    read = received(content, message)
    # then
    assert type(read) is message
    assert lost(json.loads(content), sent(read)) == []


def test_a_view_is_a_view_and_a_step_a_step_wherever_they_are_carried() -> None:
    start = received((GOLDEN / "Start.continued.json").read_bytes(), messages.Start)
    assert isinstance(start.view, messages.ViewMessage)
    assert isinstance(start.view.next_step, messages.StepMessage)
    assert start.view.awaiting_ruling is None
    assert start.offset_seconds == -122355629.182546


def test_the_argument_of_an_update_is_read_and_sent_as_it_was() -> None:
    given = json.loads((GOLDEN / "submit.argument.json").read_bytes())
    request = read_request(given)
    assert request.as_json() == given
    assert request.update_id == "fdc9dece-99c6-5fce-9af0-4b21fa0b5744:d49d79c31fe0c430"
    answer = json.loads((GOLDEN / "submit.answer.json").read_bytes())
    assert set(answer) == {"events", "status"}


def test_no_golden_message_was_ever_changed() -> None:
    assert hashlib.sha256(b"".join(file.read_bytes() for file in FILES)).hexdigest() == SHA256
