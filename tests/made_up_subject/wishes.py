"""A made-up act: a unit files a wish, once, until a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import Command, Event
from domain.kernel.vocabulary import Day, Role, Text
from tests.made_up_subject.state import Wishes

DUE = date(2023, 2, 10)


class FileWish(Command, name="test.wish.file", who={Role.UNIT}):
    """File a wish."""

    wish: Text


class WishFiled(Event, name="test.wish-filed", version=1):
    """A wish was filed; `due` is the day (inclusive) that it was due."""

    wish: Text
    due: Day
    late: bool = False


def _file(_state: Wishes, act: CommandContext[FileWish], _in_force: InForce) -> Decided:
    return (Decision(WishFiled(wish=act.command.wish, due=DUE, late=act.effective_on > DUE)),)


def _filed(state: Wishes, recorded: Recorded[WishFiled]) -> Wishes:
    return replace(state, wish=recorded.event.wish)


DECIDE: Deciders = {FileWish: _file}
EVOLVE: Evolvers = {WishFiled: _filed}
