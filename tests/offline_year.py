"""A year folded through the deciders in memory: no engine, no store, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from domain.deciders import DECIDERS
from domain.decision import SYSTEM, Act, Actor, InForce, Recorded, Step
from domain.envelope import event_id
from domain.message import Command
from domain.policy import RuleBook
from domain.project_year.agenda import OPEN_ROUND
from domain.project_year.deadlines import PassDeadline
from domain.project_year.monitoring import OpenRound
from domain.refusal import Refusal
from domain.subject import SubjectKind, parse_subject


@dataclass
class Offline:
    """A work year by its stream id; `refused` stays empty where every act is decided."""

    year: str
    rules: RuleBook
    events: list[Recorded[Any]] = field(default_factory=list)
    refused: list[tuple[str, Refusal]] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)

    def state(self, stream: str) -> Any:
        kind = parse_subject(stream).kind
        return self.states.setdefault(stream, DECIDERS[kind].initial(stream))

    def in_force(self) -> InForce:
        year = self.state(self.year)
        return InForce(self.rules, year.notices, year.parameters)

    def take(
        self, stream: str, command: Command, actor: Actor, at: datetime, command_id: UUID
    ) -> None:
        decider, state = DECIDERS[parse_subject(stream).kind], self.state(stream)
        act = Act(command, actor, at, at.date(), command_id)
        decided = decider.decide(state, act, self.in_force())
        if isinstance(decided, Refusal):
            self.refused.append((stream, decided))
            return
        for position, decision in enumerate(decided):
            recorded = Recorded(
                event=decision.event,
                id=event_id(command_id, position),
                stream=stream,
                version=state.version + 1,
                effective_on=act.effective_on,
                recorded_at=at,
                stored_at=at,
                actor=actor,
                command_id=command_id,
            )
            state = self.states[stream] = decider.evolve(state, recorded)
            self.events.append(recorded)

    def advance(self, stream: str, until: datetime) -> None:
        """Take the system's steps of a project up to an instant."""
        while True:
            decider = DECIDERS[SubjectKind.PROJECT_YEAR]
            step = decider.view(self.state(stream), self.in_force()).next_step
            if step is None or step.planned > until:
                return
            before = self.state(stream).version
            command_id = uuid5(UUID(int=1), f"{stream} {step}")
            self.take(stream, step_command(step), SYSTEM, step.planned, command_id)
            assert self.state(stream).version > before, step

    def of(self, kind: type[Any]) -> list[Recorded[Any]]:
        return [recorded for recorded in self.events if isinstance(recorded.event, kind)]


def step_command(step: Step) -> Command:
    if step.kind == OPEN_ROUND:
        return OpenRound(node=date.fromisoformat(step.deadline.partition(":")[2]))
    return PassDeadline.model_validate(
        {"deadline": step.deadline, "step": step.kind, "planned": step.planned}
    )
