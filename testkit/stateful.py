"""The state machine of the property tests: any acts in any order keep its invariants.

A subclass says what the life of its subject is, and adds what holds of that subject alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.kernel.decider import Actor, Frame, InForce
from domain.kernel.message import Command, Event
from domain.kernel.serialization.envelope import unseal
from domain.kernel.vocabulary import business_date
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.filings.filing import Filing
from testkit.decider_spec import UNIT, DeciderSpec

T = TypeVar("T")

PEOPLE = ("p-1", "p-2", "p-3")
"""Whoever acts: in any role, so that one person may file and try to review."""

Reviewed = Callable[[Any, Any], Filing | None]
"""Of the state before a review, and of its event, the filing that it reviews."""


def ensure(holds: bool, what: object) -> None:
    """Fail, saying what does not hold."""
    if not holds:
        raise AssertionError(f"does not hold: {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What may happen to a subject.

    `under` is what may be in force. `acts` are tried with some of the fields of `changes` changed
    (`COMMAND:FIELD` before `FIELD`), but for those of `always` in the place of another that was
    refused. `order` are the phases in the order of the life, `back` the events after which a phase
    may be an earlier one. `reviews` are the events of reviews. Time passes until `last`; by `ends`
    nothing is left to do for the system.
    """

    stages: Mapping[str, Callable[[], DeciderSpec]]
    under: Mapping[str, InForce]
    acts: Sequence[Command]
    changes: Mapping[str, st.SearchStrategy[Any]]
    order: tuple[str, ...]
    last: datetime
    ends: datetime
    reviews: Mapping[str, Reviewed] = field(default_factory=dict)
    always: frozenset[str] = frozenset()
    back: frozenset[str] = frozenset()
    frames: st.SearchStrategy[Frame | None] = field(default_factory=st.none)


def _of(choose: Callable[[Life], st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """A strategy by what the life of the machine's subject is."""
    return st.runner().flatmap(lambda machine: choose(machine.life))


@st.composite
def _changed(
    draw: st.DrawFn, acts: Sequence[Command], changes: Mapping[str, st.SearchStrategy[Any]]
) -> Command:
    """An act with some of its fields changed."""
    act = draw(st.sampled_from(acts))
    changed = {}
    for name in sorted(type(act).model_fields):
        strategy = changes.get(f"{act.name}:{name}", changes.get(name))
        if strategy is not None and draw(st.integers(0, 3)) == 0:
            changed[name] = draw(strategy)
    return type(act).model_validate(act.model_dump() | changed)


def _naming(act: Command, scene: DeciderSpec) -> Command:
    """An act that names events of its subject, with the id of the newest of them."""
    if act.named_by is None or not scene.stored:
        return act
    newest = scene.stored[-1]
    return act.model_copy(update={act.named_by: (unseal(newest.topic, newest.state).id,)})


class AnyLife(RuleBasedStateMachine):
    """A subject to which anything may happen, begun at any of its stages."""

    life: ClassVar[Life]
    scene: DeciderSpec
    reached: int
    chapter: int

    @initialize(
        stage=_of(lambda life: st.sampled_from(list(life.stages))),
        under=_of(lambda life: st.sampled_from(list(life.under))),
    )
    def begin(self, stage: str, under: str) -> None:
        """Begin at any stage, under any of the rules."""
        self.scene = self.life.stages[stage]().under(self.life.under[under])
        self.reached = self.chapter = 0

    def actor(self, person: str, command: Command) -> Actor:
        """A person in a role that takes the act."""
        return Actor(person, UNIT, min(command.who))

    def checked(self, before: DeciderSpec) -> None:
        """Check what an act led to, against what was before it; nothing, where nothing is said."""

    @rule(
        act=_of(lambda life: _changed(life.acts, life.changes)),
        person=st.sampled_from(PEOPLE),
        frame=_of(lambda life: life.frames),
        backwards=st.booleans(),
    )
    def somebody_acts(
        self, act: Command, person: str, frame: Frame | None, *, backwards: bool
    ) -> None:
        """Somebody tries an act, or the next one that is taken; a refusal changes nothing."""
        before = self.scene
        for tried in (act, *self._others(act, backwards=backwards)):
            actor = self.actor(person, tried)
            tried = _naming(tried, before)  # noqa: PLW2901 - its ids are those of this life
            sees = frame if tried.frame_for(vars(tried)) else None
            self.scene = before.take(replace(before.act(tried, actor), frame=sees))
            if self.scene.events:
                break
            ensure(self.scene.state == before.state, f"a refusal changes nothing: {tried}")
        for event in self.scene.events:
            if event.name in self.life.reviews:
                filing = self.life.reviews[event.name](before.state, event)
                ensure(filing is not None and filing.by != person, f"who files reviews: {event}")
        self.checked(before)

    def _others(self, act: Command, *, backwards: bool) -> list[Command]:
        """The acts after or before one, but for those that are always taken."""
        acts = [
            one
            for one in self.life.acts
            if one.name not in self.life.always or one.name == act.name
        ]
        if backwards:
            acts.reverse()
        at = [one.name for one in acts].index(act.name)
        return [*acts[at + 1 :], *acts[:at]]

    @rule(passed=st.integers(0, 60), hours=st.integers(0, 23))
    def time_passes(self, passed: int, hours: int) -> None:
        """Time passes without the system's steps, as when the engine is down."""
        later = self.scene.now + timedelta(days=passed, hours=hours)
        self.scene = self.scene.at(min(later, self.life.last))

    @precondition(lambda self: self.scene.view.next_step is not None)
    @rule()
    def a_timer_fires(self) -> None:
        """The next step of the agenda is always one that can be taken."""
        step = self.scene.view.next_step
        if step is None:
            return
        before = self.scene
        self.scene = before.at(max(step.planned, before.now)).step(step)
        ensure(bool(self.scene.events), f"{step} is taken: {self.scene.outcome}")
        ensure(self.scene.view.next_step != step, f"{step} is over once it was taken")
        self.checked(before)

    @property
    def names(self) -> set[str]:
        """The names of the events of the last outcome."""
        return {event.name for event in self.scene.events}

    def recorded(self) -> list[Event]:
        """All that was stored, read back, in its order."""
        return [unseal(one.topic, one.state).event for one in self.scene.stored]

    def may_go_back(self) -> bool:
        """Whether the last outcome may lead to an earlier phase."""
        return bool(self.names & self.life.back)

    @invariant()
    def phases_come_in_their_order(self) -> None:
        """A phase is left for a later one, and a border is passed once."""
        view = self.scene.view
        position = self.life.order.index(view.phase)
        ensure(position >= self.reached or self.may_go_back(), f"{view.phase} after {self.names}")
        once = view.chapter >= self.chapter or self.may_go_back()
        ensure(once, f"chapter {view.chapter} after {self.chapter}")
        self.reached, self.chapter = position, view.chapter

    @invariant()
    def no_amount_is_negative(self) -> None:
        """No number that the state holds is below zero."""
        below = [number for number in numbers(self.scene.state) if number < 0]
        ensure(not below, f"negative: {below}")

    @invariant()
    def steps_of_the_system_come_to_an_end(self) -> None:
        """Taking the first step again and again ends, whatever was left open."""
        self.scene.until(self.life.ends)

    @invariant()
    def what_is_closed_has_nothing_to_come(self) -> None:
        """What is closed waits for nothing and has no steps."""
        view = self.scene.view
        to_come = (view.next_step, view.next_due, view.waiting_for)
        ensure(not view.closed or to_come == (None, None, ()), f"closed, and to come: {to_come}")

    def teardown(self) -> None:
        """What was stored, read back and folded, is the state that was decided on, in versions."""
        scene = getattr(self, "scene", None)
        if scene is None:
            return
        versions = [envelope.version for envelope in scene.stored]
        ensure(versions == list(range(1, len(versions) + 1)), f"versions {versions}")
        ensure(scene.read_back() == scene.state, "what is read back is what was decided on")
        self._reminders_are_of_use()

    def _reminders_are_of_use(self) -> None:
        """Check that each reminder and due notice was given once, and before its day was over."""
        recorded = [unseal(one.topic, one.state) for one in self.scene.stored]
        steps = [one for one in recorded if isinstance(one.event, Passed)]
        told = [(one.event.deadline, one.event.step, one.event.planned) for one in steps]
        ensure(len(told) == len({*told}), f"each step once: {told}")
        for one in steps:
            over = business_date(one.recorded_at) > one.event.due
            ensure(not over or one.event.step not in {"remind", "due"}, f"given too late: {one}")


def numbers(value: Any) -> Iterator[Decimal]:
    """Every decimal within a value: scores, rates and amounts."""
    if isinstance(value, Decimal):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from numbers(getattr(value, part.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from numbers(item)
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from numbers(item)


def keeps(life: type[AnyLife], examples: int = 100, steps: int = 25) -> None:
    """Run a machine: it keeps its invariants over so many lives of so many steps."""
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
