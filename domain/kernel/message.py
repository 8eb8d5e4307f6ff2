"""Commands and events: frozen, named and versioned independently of any Python path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from domain.kernel.vocabulary import Role


class _Withheld:
    """Marks a text field that an audit export may withhold; it is stored as a salted digest."""


WITHHOLDABLE = _Withheld()
"""Metadata for a withholdable field: `name: Annotated[Text, WITHHOLDABLE]`."""


class _Added:
    """Marks a field that the versions before its own did not record."""


ADDED = _Added()
"""Metadata for a field of a later version that no rule decides: `name: Annotated[bool, ADDED]`.

An event of an older version is read with the default of the field. When its act is decided again,
the field says nothing about a change (decision 1285).
"""


class Message(BaseModel):
    """An immutable value that rejects unknown fields.

    pydantic builds the validator and serializer of a class on first use, once and under a lock: a
    program starts with hundreds of classes and uses a few.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __init_subclass__(cls, **declared: Any) -> None:
        """Accept the class arguments that `__pydantic_init_subclass__` reads."""
        super().__init_subclass__()


class Command(Message):
    """A request to take an act.

    Subclass with `class FileReport(Command, name="exante.file-report", who={Role.UNIT})`. A command
    that selects among other subjects declares its `frame` (see `domain.kernel.decider.Frame`). A
    command that names events of its own subject declares the field with their ids as `named`. A
    command that reads its subject's events in another way declares `reads_past`. The events of a
    command that `dates_events` have business dates of their own, not that of the act. An act that
    is taken `at_once` needs one signature, whatever the bureau asks (`domain.shared.signatures`).

    `version` is the current version of what the command is decided by. A gate that comes later is a
    new version with a policy that binds from it on (`domain.kernel.policies.from_version`). Acts
    are taken by the current version only; the log keeps the version that a past act was taken by.
    A field that a later version adds has a default.
    """

    name: ClassVar[str]
    who: ClassVar[frozenset[Role]]
    version: ClassVar[int] = 1
    framed_by: ClassVar[str | None] = None
    named_by: ClassVar[str | None] = None
    reads_past: ClassVar[bool] = False
    dates_events: ClassVar[bool] = False
    at_once: ClassVar[bool] = False
    by_name: ClassVar[dict[str, type[Command]]] = {}

    @classmethod
    def frame_for(cls, _fields: Mapping[str, Any]) -> str | None:
        """The frame that an act of this command is decided with, by its fields."""
        return cls.framed_by

    @classmethod
    def widest_frame(cls) -> str | None:
        """The frame that some act of this command is decided with, whatever its fields."""
        return cls.framed_by

    @classmethod
    def __pydantic_init_subclass__(cls, **declared: Any) -> None:
        """Register the command under its unique `name`; the roles `who` may take it."""
        name = declared.get("name")
        if name is None:
            return
        if name in Command.by_name:
            raise TypeError(f"two commands are called {name}")
        cls.name, cls.who = name, frozenset(declared.get("who", ()))
        cls.version = declared.get("version", 1)
        cls.framed_by = declared.get("frame")
        cls.named_by = declared.get("named")
        cls.reads_past = cls.named_by is not None or declared.get("reads_past", False)
        cls.dates_events = declared.get("dates_events", False)
        cls.at_once = declared.get("at_once", False)
        Command.by_name[name] = cls

    @property
    def taken_by(self) -> int:
        """The version that the act is taken by.

        An act that carries another (a correction, an import) is taken by the version of that one.
        """
        return self.version


class Event(Message):
    """A stored fact.

    Subclass with `class ReportFiled(Event, name="exante.report-filed", version=1)`. A stored event
    is never edited: a change of shape needs a new version and an upcaster.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    withholdable: ClassVar[tuple[str, ...]] = ()
    added: ClassVar[tuple[str, ...]] = ()
    by_name: ClassVar[dict[str, type[Event]]] = {}
    load_others: ClassVar[Callable[[], object]] = dict
    """Loads the modules of all events; the code that opens a log sets it."""

    @classmethod
    def named(cls, name: str) -> type[Event] | None:
        """The event class of a stored name, loading its module if needed; `None` if unknown."""
        if name not in Event.by_name:
            Event.load_others()
        return Event.by_name.get(name)

    @classmethod
    def __pydantic_init_subclass__(cls, **declared: Any) -> None:
        """Register the event under its `name`; the class is its newest `version`."""
        name = declared.get("name")
        if name is None:
            return
        if name in Event.by_name:
            raise TypeError(f"two events are called {name}")
        cls.name, cls.version = name, declared.get("version", 1)
        cls.withholdable = _marked(cls, WITHHOLDABLE)
        cls.added = _marked(cls, ADDED)
        Event.by_name[name] = cls

    def data(self) -> dict[str, Any]:
        """The fields as JSON values, unset optional ones left out."""
        return self.model_dump(mode="json", exclude_none=True)


def _marked(event: type[Event], mark: object) -> tuple[str, ...]:
    """The fields of an event that have a metadata mark."""
    return tuple(name for name, info in event.model_fields.items() if mark in info.metadata)
