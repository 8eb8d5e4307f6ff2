"""Models: hundreds are declared, and each is built when it is first used, once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest

import domain.subjects.registry  # noqa: F401 - declares every command and event
from domain.kernel.message import Command, Event, Message

BUILT = """
import domain.subjects.registry
from domain.kernel.message import Command, Event
known = [*Command.by_name.values(), *Event.by_name.values()]
print(len(known), sum(one.__pydantic_complete__ for one in known))
"""


def kinds(of: type[Message] = Message) -> Iterator[type[Message]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_to_declare_all_messages_builds_few() -> None:
    done = subprocess.run([sys.executable, "-c", BUILT], check=True, capture_output=True, text=True)
    known, built = map(int, done.stdout.split())
    assert (known > 200, built) == (True, 0)


@pytest.mark.parametrize("kind", [*Command.by_name.values(), *Event.by_name.values()])
def test_every_message_can_be_built_from_what_its_module_declares(kind: type[Message]) -> None:
    """Else a name of the function that first uses it might be taken for a type."""
    assert kind.__pydantic_fields_complete__
    assert kind.model_rebuild() in {True, None}


def test_a_message_is_built_once_by_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    # given a class that nobody has used, and threads that use it at once
    built: list[str] = []

    class Once(Message):
        number: int

        @classmethod
        def __pydantic_on_complete__(cls) -> None:
            built.append(cls.__name__)

    together, made = Barrier(8), []

    def use() -> None:
        together.wait()
        made.append(Once(number=1))

    threads = [Thread(target=use) for _ in range(8)]
    # when
    assert built == []
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # then
    assert (built, made) == (["Once"], [Once(number=1)] * 8)


def test_an_event_of_a_module_that_is_not_loaded_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    def load() -> Any:
        return type("Later", (Event,), {"__module__": __name__}, name="message.later")

    monkeypatch.setattr(Event, "load_others", load)
    monkeypatch.setattr(Event, "by_name", dict(Event.by_name))
    # then
    found = Event.named("message.later")
    assert found is not None
    assert (found.name, Event.named("project.added")) == (
        "message.later",
        Event.by_name["project.added"],
    )


def test_an_event_that_no_module_has_is_none() -> None:
    assert Event.named("message.never") is None
