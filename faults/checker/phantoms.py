"""No phantom: everything in the log goes back to what the client sent.

An act of a person has to be in the client's record. An act of the system has either a cause, an
event from whose id its own was made, or it is a step of its subject: then it goes back to the
subject's first event. So the chain of causes ends in the record, or a finding is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from faults.checker.canonical import canonical, made_id
from faults.checker.findings import Code, Finding
from faults.checker.raw import Command, Event, Raw
from faults.checker.told import Sending

SYSTEM = {"id": "system", "organisation": "system", "role": "system"}


def check_phantoms(raw: Raw, told: Sequence[Sending]) -> Iterator[Finding]:
    """Every act and event without an origin."""
    yield from _Origins(raw, told).check()


class _Origins:
    """Where acts and events come from."""

    def __init__(self, raw: Raw, told: Sequence[Sending]) -> None:
        self._raw = raw
        self._sent = {(one.id, one.hash) for one in told}
        self._known: dict[str, str | None] = {}

    def check(self) -> Iterator[Finding]:
        for command in self._raw.commands:
            why = self._unfounded(command)
            if why is not None:
                what = f"{command.stream} {command.act.get('command')}: {why}"
                yield Finding(Code.PHANTOM_ACT, command.id, what)
        yield from self._steps_twice()
        for event in self._raw.events:
            yield from self._event(event)

    def _unfounded(self, command: Command) -> str | None:
        """Why an act goes back to nothing that was sent; none where it does."""
        if command.id not in self._known:
            self._known[command.id] = "its causes go round in a circle"
            self._known[command.id] = self._why(command)
        return self._known[command.id]

    def _why(self, command: Command) -> str | None:
        if command.act.get("actor") != SYSTEM:
            sent = (command.id, command.request_hash) in self._sent
            return None if sent else "no client sent it"
        caused_by = command.act.get("caused_by")
        if caused_by is None:
            return self._why_step(command)
        cause = self._events.get(caused_by)
        if cause is None:
            return f"its cause {caused_by} is no event of the log"
        if command.id != made_id(caused_by, command.stream):
            return "its id is not made of its cause and its subject"
        return self._why_event(cause)

    def _why_step(self, command: Command) -> str | None:
        first = self._raw.streams.get(command.stream, [])[:1]
        if not first or command.first is None or first[0].version >= command.first:
            return "a step of a subject that had no event yet"
        return self._why_event(first[0])

    def _why_event(self, event: Event) -> str | None:
        rows = self._raw.by_id.get(event.command_id, [])
        if not rows:
            return f"it goes back to {event.where}, which no command led to"
        why = self._unfounded(rows[0])
        return None if why is None else f"it goes back to {event.where}: {why}"

    def _event(self, event: Event) -> Iterator[Finding]:
        rows = self._raw.by_id.get(event.command_id, [])
        if not any(row.stream == event.stream and event.version in row.versions for row in rows):
            yield Finding(Code.PHANTOM_EVENT, event.where, "no command of the log led to it")
        caused_by = event.leaf.get("caused_by")
        cause = self._events.get(str(caused_by))
        if caused_by is not None and (cause is None or cause.position >= event.position):
            yield Finding(Code.CAUSE_UNKNOWN, event.where, f"{caused_by} is no event before it")

    def _steps_twice(self) -> Iterator[Finding]:
        """One step of one subject is one command, whatever its id."""
        seen: dict[bytes, str] = {}
        for command in self._raw.commands:
            act = command.act
            if act.get("actor") == SYSTEM and act.get("caused_by") is None:
                step = canonical([command.stream, act.get("command"), act.get("fields")])
                if step in seen:
                    detail = f"{command.stream} {act.get('command')}: as {seen[step]}"
                    yield Finding(Code.STEP_TWICE, command.id, detail)
                seen.setdefault(step, command.id)

    @cached_property
    def _events(self) -> dict[str, Event]:
        return {event.id: event for event in self._raw.events}
