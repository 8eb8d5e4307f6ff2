"""Given, when, then for deciders; every outcome is stored and read back before it is folded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from types import ModuleType
from typing import Any, TypeVar, cast
from uuid import UUID, uuid5

from domain.kernel.answer import Answer, PackRef, Reason, Rules, RulingRef
from domain.kernel.decider import (
    SYSTEM,
    Actor,
    CommandContext,
    Decided,
    Decider,
    Decision,
    InForce,
    Notice,
    Recorded,
    Step,
    View,
    past_of,
)
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Code, Refusal
from domain.kernel.serialization.canonical_json import canonical
from domain.kernel.serialization.encode import basis_of
from domain.kernel.serialization.envelope import Sealed, record, seal, unseal
from domain.kernel.vocabulary import SHANGHAI, Role, business_date
from domain.rules import PackSet, RuleBook
from domain.shared.deadlines.scheduled_commands import step_command
from testkit.named_keys import require_names

E = TypeVar("E", bound=Event)

NEEDS_RULING = object()
"""In the place of a fake answer: the rule waits for the bureau's ruling."""

STORED_AT = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
MORNING = time(9, 30, tzinfo=SHANGHAI)
_IDS = UUID("8e1a3c52-52a1-5a6b-9f63-70d6c1c0a001")

UNIT = "201001"
FILER = Actor("u-1", UNIT, Role.UNIT)
COLLEAGUE = Actor("u-2", UNIT, Role.UNIT)
REVIEWER = Actor("f-1", "652825-cz", Role.FINANCE)
CONGRESS = Actor("c-1", "652825-rd", Role.CONGRESS)
THIRD_PARTY = Actor("t-1", "third-1", Role.THIRD_PARTY)
DEPARTMENT = Actor("d-1", UNIT, Role.DEPARTMENT)
EXPERTS = Actor("e-1", "652825-zj", Role.EXPERT_PANEL)
AUDITOR = Actor("a-1", "652825-sj", Role.AUDIT)
GOVERNMENT = Actor("g-1", "652825-zf", Role.GOVERNMENT)

_USUAL = (
    *(CONGRESS, FILER, REVIEWER, THIRD_PARTY, SYSTEM),
    *(DEPARTMENT, EXPERTS, AUDITOR, GOVERNMENT),
)


def acting(role: Role) -> Actor:
    """An actor in a role; those of the usual roles are the ones above."""
    usual = {actor.role: actor for actor in _USUAL}
    return usual.get(role, Actor(f"{role}-1", role, role))


def _usual(command: Command) -> Actor:
    """The usual actor of an act; what any of the bureaus may undo is undone by finance."""
    if command.who >= {Role.FINANCE, Role.CONGRESS, Role.AUDIT}:
        return REVIEWER
    return next(usual for usual in _USUAL if usual.role in command.who)


@dataclass(frozen=True, slots=True)
class FakeRules:
    """Rules that answer from a table; what is not in it is not stated.

    A function in the table is given the input.
    """

    table: Mapping[str, Any] = field(default_factory=dict)

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer from the table."""
        found = self.table.get(rule)
        outcome = found(inputs) if callable(found) else found
        reason: Reason | None = "not_stated" if outcome is None else None
        rulings: tuple[RulingRef, ...] = ()
        if outcome is NEEDS_RULING:
            outcome, reason = None, "needs_ruling"
            rulings = (RulingRef("AMB-00", "open", None),)
        pack = PackRef("652825", "1", "0" * 64)
        return Answer(rule, "652825", on, inputs, outcome, reason, (), rulings, pack, (pack,))

    def check_ruling(self, ambiguity: str, value: Any) -> None:
        """Let every ruling through."""


@lru_cache(maxsize=16)  # the jurisdictions that tests speak of
def packaged_rules(jurisdiction: str = "652825") -> RuleBook:
    """The rules of a jurisdiction by the packs that come with the package."""
    packs = files("domain.rules").joinpath("packs").iterdir()
    texts = [(pack.name, pack.read_bytes()) for pack in packs if pack.name.endswith(".yaml")]
    return RuleBook(PackSet.of(sorted(texts)), jurisdiction)


def in_force(rules: Rules, notices: Mapping[str, str] | None = None, **parameters: str) -> InForce:
    """What binds a decision: notices as deadline -> day; parameters since the beginning.

    A parameter's first underscore stands for its dot: `reminder_lead_days="3"`.
    """
    return InForce(
        rules,
        {
            deadline: Notice(deadline, date.fromisoformat(due), "通知〔2023〕1号", _IDS)
            for deadline, due in (notices or {}).items()
        },
        {name.replace("_", ".", 1): ((date.min, value),) for name, value in parameters.items()},
    )


@dataclass(frozen=True, slots=True)
class DeciderSpec:
    """A subject as it stands, what is in force, the business instant, and the last outcome.

    `stored` is everything that was stored of it, since nothing was known.
    """

    decider: Decider
    state: Any
    in_force: InForce
    now: datetime
    outcome: Decided = ()
    stored: tuple[Sealed, ...] = ()

    @classmethod
    def of(
        cls, decider: ModuleType, stream: str, rules: Rules, on: str = "2023-01-10"
    ) -> DeciderSpec:
        """Begin with a subject that nothing is known of."""
        decides = cast("Decider", decider)
        opened = datetime.combine(date.fromisoformat(on), MORNING)
        return cls(decides, decides.initial(stream), InForce(rules), opened)

    def on(self, day: str) -> DeciderSpec:
        """Go to the morning of a day."""
        return self.at(datetime.combine(date.fromisoformat(day), MORNING))

    def at(self, instant: datetime) -> DeciderSpec:
        """Go to an instant."""
        return replace(self, now=instant)

    def under(self, in_force: InForce) -> DeciderSpec:
        """Go on under other rules, notices and parameters."""
        return replace(self, in_force=in_force)

    def given(self, *commands: Command, by: Actor | None = None) -> DeciderSpec:
        """Take acts that have to be accepted."""
        scene = self
        for command in commands:
            scene = scene.when(command, by)
            if isinstance(scene.outcome, Refusal) or not scene.outcome:
                raise AssertionError(f"{command!r} led to {scene.outcome}")
        return scene

    def when(self, command: Command, by: Actor | None = None) -> DeciderSpec:
        """Take an act, by the usual actor where none is named."""
        actor = by or _usual(command)
        return self.take(self.act(command, actor))

    def step(self, step: Step) -> DeciderSpec:
        """Take a step of the system as its timer does: now, and effective on its planned day."""
        command = step_command(self.decider.STEPS, step)
        return self.take(
            replace(self.act(command, SYSTEM), effective_on=business_date(step.planned))
        )

    def act(self, command: Command, actor: Actor) -> CommandContext[Any]:
        """An act taken now; its id follows from the position in the story."""
        name = f"{self.state.stream}\n{self.state.version}\n{command.name}"
        return CommandContext(
            command,
            actor,
            self.now,
            business_date(self.now),
            uuid5(_IDS, name),
            past=past_of(command, self.recorded),
        )

    def recorded(self) -> tuple[Recorded[Any], ...]:
        """The events of the subject as they come back from storage."""
        return tuple(unseal(one.topic, one.state) for one in self.stored)

    def take(self, act: CommandContext[Any]) -> DeciderSpec:
        """Decide an act and fold what comes of it."""
        outcome = self.decider.decide(self.state, act, self.in_force)
        decisions = () if isinstance(outcome, Refusal) else outcome
        if isinstance(outcome, Refusal):
            _require_json([basis_of(answer) for answer in outcome.basis])
            require_names(outcome)
        sealed = seal(decisions, act, *self._place, lambda: "salt")
        folded = self._folded(decisions, act, sealed)
        return replace(self, state=folded, outcome=outcome, stored=(*self.stored, *sealed))

    @property
    def _place(self) -> tuple[str, int, datetime]:
        return (self.state.stream, self.state.version, STORED_AT)

    def read_back(self) -> Any:
        """The state folded anew from everything that was stored."""
        state = self.decider.initial(self.state.stream)
        for envelope in self.stored:
            state = self.decider.evolve(state, unseal(envelope.topic, envelope.state))
        return state

    def _folded(
        self,
        decisions: tuple[Decision[Any], ...],
        act: CommandContext[Any],
        sealed: Sequence[Sealed],
    ) -> Any:
        """Fold decisions both as they are and as they come back from storage: all the same."""
        news = record(decisions, act, *self._place)
        kept = read = self.state
        for decision, made, envelope in zip(decisions, news, sealed, strict=True):
            back = unseal(envelope.topic, envelope.state)
            basis = tuple(json.loads(canonical([basis_of(answer) for answer in decision.basis])))
            if replace(made, basis=basis) != back or made.event.data() != back.event.data():
                raise AssertionError(f"stored {made}, read back {back}")
            kept = self.decider.evolve(kept, made)
            read = self.decider.evolve(read, back)
        if kept != read:
            raise AssertionError(f"decided {kept}, read back {read}")
        return read

    def then(self, *events: Event) -> DeciderSpec:
        """Expect exactly these events."""
        if self.events != events:
            raise AssertionError(f"expected {events}, got {self.outcome}")
        return self

    def refused(self, code: Code, field: str | None = None) -> Refusal:
        """Expect a refusal with this code that says in both languages what to do next."""
        refusal = self.outcome
        if not isinstance(refusal, Refusal) or refusal.code is not code:
            raise AssertionError(f"expected {code}, got {refusal}")
        if not refusal.zh or not refusal.en or (field is not None and refusal.field != field):
            raise AssertionError(f"expected a refusal of {field}, got {refusal}")
        return refusal

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the last outcome; none when it was refused."""
        decisions = () if isinstance(self.outcome, Refusal) else self.outcome
        return tuple(decision.event for decision in decisions)

    def the(self, event: type[E]) -> E:
        """The one event of a type in the last outcome."""
        found = [made for made in self.events if isinstance(made, event)]
        if len(found) != 1:
            raise AssertionError(f"expected one {event.__name__}, got {self.outcome}")
        return found[0]

    def rules_asked(self) -> list[str]:
        """The rules that the last outcome rests on."""
        if isinstance(self.outcome, Refusal):
            return [answer.rule for answer in self.outcome.basis]
        return [answer.rule for decision in self.outcome for answer in decision.basis]

    @property
    def view(self) -> View:
        """What is to be seen of the subject from outside."""
        return self.decider.view(self.state, self.in_force, self.now)

    def until(self, instant: datetime) -> DeciderSpec:
        """Take the system's steps that are due up to an instant, each at its planned instant.

        More than 100 steps are an endless agenda.
        """
        scene = self
        for _ in range(100):
            step = scene.view.next_step
            if step is None or step.planned > instant:
                return scene.at(instant)
            scene = scene.at(max(step.planned, scene.now)).step(step)
            if not scene.events:
                raise AssertionError(f"{step} led to {scene.outcome}")
        raise AssertionError(f"the agenda of {scene.state} does not come to an end")


def _require_json(value: Any) -> None:
    """Raise `AssertionError` for what is no JSON value: it is kept with a refusal as it is."""
    back = json.loads(json.dumps(value, allow_nan=False))
    if back != value:
        raise AssertionError(f"kept {value}, read back {back}")
