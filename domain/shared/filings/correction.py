"""Correction: the filer withdraws or replaces a filing before its review, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
    following_another,
)
from domain.kernel.keys import KeyField, Keys, Naming
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role, Text
from domain.shared.filings.filing import Filing, FilingStatus
from domain.shared.filings.replacement import decided_with
from domain.shared.names import Name


class Correct(Command, name="correct", who={Role.UNIT, Role.DEPARTMENT, Role.THIRD_PARTY}):
    """Withdraw a filing, or replace it by another of the same kind (`replacement`: its fields).

    `filing` is its key, as deadlines name it: `exante.report`, `target.filing`,
    `target.adjustment`, `monitoring.result:NODE`, `rectification.report:NODE`,
    `self-evaluation.filing`, `department-evaluation.report`, `key-evaluation.report` of a project;
    `overall-target.filing`, `overall-monitoring.filing:NODE`, `overall-self-evaluation.filing` of a
    unit.
    """

    filing: Text
    action: Literal["withdraw", "replace"]
    reason: Text
    replacement: dict[str, Any] | None = None

    @property
    def taken_by(self) -> int:
        """The version of the act that files the replacement, if there is one."""
        kind = self.filing.partition(":")[0]
        again = None if self.replacement is None else _FILED_BY.get(kind)
        return again.version if again else self.version


_FILED_BY: dict[str, type[Command]] = {}
"""The command that files a kind of filing, from the `Filings` of each kind of subject."""


class FilingWithdrawn(Event, name="filing.withdrawn", version=1):
    """A filing was withdrawn; `replaced` if a replacement follows."""

    filing: Text
    replaced: bool
    reason: Annotated[Text, WITHHOLDABLE]


class FiledBy(NamedTuple):
    """The command that files a kind of filing, its decide function, and the filing's name."""

    command: type[Command]
    decide: Callable[..., Decided]
    name: Name


@dataclass(frozen=True, slots=True)
class Filings:
    """The filings of one kind of subject, by the keys of their deadlines.

    A key is a kind in `filed_by`, or a kind and one of the `nodes` of a state. `without` removes a
    filing with its content; `with_filing` replaces it. `named` are the fields of the filing that
    the second part of its key gives.
    """

    filing_at: Callable[[Any, str], Filing | None]
    with_filing: Callable[[Any, str, Filing], Any]
    without: Callable[[Any, str], Any]
    filed_by: Mapping[str, FiledBy]
    nodes: Callable[[Any], Iterable[date | str]] = lambda _state: ()
    named: Callable[[Any, str], Mapping[str, Any]] = lambda _state, of: {"node": of}

    def __post_init__(self) -> None:
        _FILED_BY.update({kind: by.command for kind, by in self.filed_by.items()})

    def name_of(self, key: str) -> Name:
        """The name of a filing with its key; an unknown key is its own name."""
        by = self.filed_by.get(key.partition(":")[0])
        return Name(f"{by.name.zh}（{key}）", f"{by.name.en} ({key})") if by else Name(key, key)

    def open_to(self, state: Any, actor: str) -> Iterator[str]:
        """The keys of the filings that an actor filed and that await review."""
        return (key for key, filing in self.open(state) if filing.by == actor)

    def open(self, state: Any) -> Iterator[tuple[str, Filing]]:
        """The filings that await review, by their keys."""
        nodes = tuple(self.nodes(state))
        for kind in self.filed_by:
            for key in (kind, *(f"{kind}:{node}" for node in nodes)):
                filing = self.filing_at(state, key)
                if filing is not None and filing.open:
                    yield key, filing


def correct(
    filings: Filings, state: Any, act: CommandContext[Correct], in_force: InForce
) -> Decided:
    """Withdraw the filing, and file its replacement in the same outcome."""
    command = act.command
    filing = filings.filing_at(state, command.filing)
    if filing is None or filing.status in {FilingStatus.RETURNED, FilingStatus.WITHDRAWN}:
        return _not_open(filings, state, act)
    if refusal := _may_correct(filings, filing, act):
        return refusal
    replaced = command.action == "replace"
    event = FilingWithdrawn(filing=command.filing, replaced=replaced, reason=command.reason)
    taken_back: Decision[Event] = Decision(event)
    if not replaced:
        return (taken_back,)
    back = replace(filing, status=FilingStatus.WITHDRAWN)
    filed = _file_again(filings, filings.with_filing(state, command.filing, back), act, in_force)
    return filed if isinstance(filed, Refusal) else (taken_back, *following_another(filed))


def _not_open(filings: Filings, state: Any, act: CommandContext[Correct]) -> Refusal:
    """No filing of this name awaits review; the message lists those that the actor may correct."""
    name = f"名为“{act.command.filing}”的" if act.command.filing else ""
    called = f" named {act.command.filing}" if act.command.filing else ""
    mine = [filings.name_of(key) for key in filings.open_to(state, act.actor.id)]
    if not mine:
        none = refusals.wrong_phase(
            f"没有{name}待审核填报，您也没有其他可更正的填报，请先填报。"
            if name
            else "您没有可更正的填报，请先填报。",
            f"no filing{called} awaits review, and you have no other to correct: file first.",
        )
        return replace(none, keys=(act.command.filing,))
    zh, en = "、".join(one.zh for one in mine), ", ".join(one.en for one in mine)
    refusal = refusals.wrong_phase(
        f"没有{name}待审核填报。您可以更正：{zh}；请在 filing 填写括号内的名称。",
        f"no filing{called} awaits review. You may correct: {en}; "
        "give the name in brackets as `filing`.",
    )
    return replace(refusal, keys=(act.command.filing,))


def _may_correct(filings: Filings, filing: Filing, act: CommandContext[Correct]) -> Refusal | None:
    if filing.status is FilingStatus.REVIEWED:
        return refusals.already_reviewed(*filings.name_of(act.command.filing))
    if filing.by != act.actor.id:
        return Refusal(
            Code.WRONG_ROLE,
            f"只有填报人 {filing.by} 可以更正自己的填报。",
            f"only {filing.by}, who filed it, may correct it.",
        )
    return None


def _file_again(
    filings: Filings, state: Any, act: CommandContext[Correct], in_force: InForce
) -> Decided:
    kind, _, node = act.command.filing.partition(":")
    command_type, decide, _ = filings.filed_by[kind]
    again = command_type, decide
    named = filings.named(state, node) if node else {}
    return decided_with(act.command.replacement, again, named, state, act, in_force)


def withdrawn(filings: Filings, state: Any, recorded: Recorded[FilingWithdrawn]) -> Any:
    """Evolve by `filing.withdrawn`: a replacement keeps the date of the first filing."""
    event = recorded.event
    before = filings.filing_at(state, event.filing)
    if before is None:
        raise ValueError(f"{state.stream}: {event.filing} was not filed")
    if not event.replaced:
        return filings.without(state, event.filing)
    return filings.with_filing(state, event.filing, replace(before, status=FilingStatus.WITHDRAWN))


def open_filings(filings: Filings, state: Any, _act: Naming, _in_force: InForce) -> Iterator[str]:
    """The keys of the filings that await review."""
    return (key for key, _ in filings.open(state))


def keys(filings: Filings) -> Keys:
    """The filings that a correction may name."""
    return {
        (Correct, "filing"): KeyField(partial(open_filings, filings), kinds=tuple(filings.filed_by))
    }


def deciders(filings: Filings) -> Deciders:
    """The command of correcting, for a kind of subject."""
    return {Correct: partial(correct, filings)}


def evolvers(filings: Filings) -> Evolvers:
    """The events of corrections, for a kind of subject."""
    return {FilingWithdrawn: partial(withdrawn, filings)}
