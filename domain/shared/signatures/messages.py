"""The commands and events of proposing and signing an act, and the proposal that a state keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import PositiveInt

from domain.kernel.decider import Actor, Recorded
from domain.kernel.in_force import OFFICES, Office
from domain.kernel.message import WITHHOLDABLE, Command, Event, Message
from domain.kernel.request import FIRST
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.vocabulary import Code, Day, Role, Text
from domain.shared.deadlines.due_dates import key
from domain.shared.filings.attachment import Sha256
from domain.shared.filings.undoable import FRAMES, UndoingAct

SIGNATURE = "signature"
"""The first part of the keys of deadlines of signatures."""


def _carried(key: str) -> tuple[type[Command] | None, type[Command] | None]:
    """The command of a key, and that of the act which it undoes, if it undoes one."""
    name, _, of = key.partition(":")
    command = Command.by_name.get(name)
    undoes = command is not None and issubclass(command, UndoingAct)
    return command, Command.by_name.get(of.partition(":")[0]) if undoes else None


def _taken_by(key: str) -> int:
    command, undone = _carried(key)
    newest = undone or command
    return newest.version if newest else FIRST


def key_of(act: str, content: Mapping[str, Any]) -> str:
    """The name of an act; of one that undoes another, with the key of that."""
    command = Command.by_name.get(act)
    undoes = command is not None and issubclass(command, UndoingAct)
    return f"{act}:{content.get('act')}" if undoes else act


def as_stored(content: Mapping[str, Any] | None) -> dict[str, Any]:
    """The content as it comes back from storage: numbers are texts, what is null is left out."""
    read: dict[str, Any] = json.loads(canonical(_given(content or {})))
    return read


def _given(value: Any) -> Any:
    """A JSON value without the null fields of its objects."""
    if isinstance(value, Mapping):
        return {name: _given(one) for name, one in value.items() if one is not None}
    return [_given(one) for one in value] if isinstance(value, list) else value


def digest_of(stream: str, act: str, content: Mapping[str, Any]) -> str:
    """The sha256 (hex) of a proposed act on its subject, by its content as it is stored."""
    whole = {"subject": stream, "command": act, "fields": content}
    return hashlib.sha256(canonical(whole)).hexdigest()


class ProposeAct(Command, name="act.propose", who={Role.FINANCE}, reads_past=True, at_once=True):
    """Propose an act that several people of the bureau sign; it is the first signature.

    `act` is the name of the act and `content` has its fields, as `jixiao schema commands` shows
    them. The act takes effect with the last signature.
    """

    act: Text
    content: dict[str, Any] | None = None

    @property
    def taken_by(self) -> int:
        """The version of the act that is proposed."""
        return _taken_by(key_of(self.act, self.content or {}))

    @classmethod
    def frame_for(cls, fields: Mapping[str, Any]) -> str | None:
        """The frame of the act that is proposed."""
        proposed = Command.by_name.get(str(fields.get("act")))
        return proposed.frame_for(fields.get("content") or {}) if proposed else None


class SignAct(
    Command, name="act.sign", who={Role.FINANCE}, reads_past=True, dates_events=True, at_once=True
):
    """Sign a proposed act; with the last signature it is decided and takes effect.

    `number` is the number of the proposal. `act` is the name of the act; of one that undoes another
    act it is followed by that (`act.withdraw:grade.finalise`).
    """

    number: PositiveInt
    act: Text

    @property
    def taken_by(self) -> int:
        """The version of the act that is signed."""
        return _taken_by(self.act)

    @classmethod
    def frame_for(cls, fields: Mapping[str, Any]) -> str | None:
        """The frame that the signed act may need."""
        command, undone = _carried(str(fields.get("act")))
        if undone is None:
            return command.widest_frame() if command else None
        wanted = undone.widest_frame()
        return wanted if wanted in FRAMES else None


class ReturnProposal(Command, name="act.return-proposal", who={Role.FINANCE}, at_once=True):
    """Return a proposed act with the reason, as the one who is to sign next."""

    number: PositiveInt
    reason: Text


class WithdrawProposal(Command, name="act.withdraw-proposal", who={Role.FINANCE}, at_once=True):
    """Withdraw an act that one proposed oneself and that has not taken effect."""

    number: PositiveInt
    reason: Text


class ActProposed(Event, name="act.proposed", version=1):
    """An act was proposed: its whole command, its sha256 as `digest`, and the id of the proposal.

    `signatures` is how many it needs, the proposer's own among them. The people of `section` sign.
    """

    number: PositiveInt
    act: Text
    content: Annotated[dict[str, Any], WITHHOLDABLE]
    digest: Sha256
    message: UUID
    signatures: PositiveInt
    section: Code


class Signature(Message):
    """The signature of a person; the proposer's has no office."""

    person: Text
    office: Office | None = None
    on: Day


class ActSigned(Event, name="act.signed", version=1):
    """A proposed act was signed in an office; with the `last` signature it took effect.

    `signatures` are all that it has by now. The events that follow in the same outcome are its own.
    `due` is the day by which it was to be signed, null without one.
    """

    number: PositiveInt
    act: Text
    digest: Sha256
    office: Office
    section: Code
    signatures: tuple[Signature, ...]
    last: bool
    due: Day | None = None
    late: bool


def organisation_of(taken: Recorded[Any], past: Iterable[Recorded[Any]]) -> str:
    """The organisation whose act an event is: of a signed act, the section that proposed it."""
    for one in past:
        if isinstance(one.event, ActSigned) and one.command_id == taken.command_id:
            return one.event.section
    return taken.actor.organisation


class ProposalReturned(Event, name="act.proposal-returned", version=1):
    """A proposed act was returned to its proposer and is over."""

    number: PositiveInt
    act: Text
    proposed_by: Text
    reason: Annotated[Text, WITHHOLDABLE]


class ProposalWithdrawn(Event, name="act.proposal-withdrawn", version=1):
    """A proposed act was withdrawn by its proposer."""

    number: PositiveInt
    act: Text
    reason: Annotated[Text, WITHHOLDABLE]


def kind_of(office: Office) -> str:
    """The kind of deadline of an office."""
    return f"{SIGNATURE}.{office.replace('_', '-')}"


def deadline_of(office: Office, number: int) -> str:
    """The key of the signature of an office under a proposal."""
    return key(kind_of(office), str(number))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed act that has not all its signatures; `asked_at` is when the next was due first."""

    event_id: UUID
    number: int
    act: str
    content: Mapping[str, Any]
    digest: str
    needs: int
    section: str
    by: Actor
    signatures: tuple[Signature, ...]
    asked_on: date
    asked_at: datetime

    @property
    def key(self) -> str:
        """The name of the act; of one that undoes another, with the key of that."""
        return key_of(self.act, self.content)

    @property
    def deadline(self) -> str:
        """The key of the next signature."""
        return deadline_of(self.office, self.number)

    @property
    def office(self) -> Office:
        """The office that signs next."""
        return OFFICES[len(self.signatures) - 1]

    @property
    def signs_last(self) -> bool:
        """Whether the next signature is the last one."""
        return len(self.signatures) + 1 >= self.needs


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals of a subject: how many there were, and those that are open by their numbers."""

    count: int = 0
    open: Mapping[int, Proposal] = field(default_factory=dict)

    def with_open(self, proposal: Proposal) -> Proposals:
        """With a proposal that is new or was signed."""
        there = {**self.open, proposal.number: proposal}
        return replace(self, count=max(self.count, proposal.number), open=there)

    def without(self, number: int) -> Proposals:
        """Without a proposal that is over."""
        return replace(self, open={of: one for of, one in self.open.items() if of != number})


NO_PROPOSALS = Proposals()
"""Nothing was proposed."""
