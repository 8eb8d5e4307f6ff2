"""Builder of a bureau's log: the real deciders decide each of its acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from domain.kernel.decider import (
    Actor,
    CommandContext,
    Decided,
    Frame,
    InForce,
    Step,
    past_of,
)
from domain.kernel.message import Command
from domain.kernel.refusal import Refusal
from domain.kernel.serialization.envelope import Sealed, seal
from domain.kernel.subject_ids import (
    SubjectKind,
    jurisdiction_year,
    packs,
    parse_subject,
    project_year,
)
from domain.kernel.vocabulary import SHANGHAI, Role, business_date, start_of
from domain.shared.deadlines.scheduled_commands import step_command, step_request
from domain.subjects.command_parsing import parse_command
from domain.subjects.project_year.membership import member_of
from domain.subjects.registry import DECIDERS
from projections.boards.in_force_cache import Silent
from store.in_force import InForceReader
from store.packs.packaged_packs import packaged_texts
from store.port import CommandRow, EventLog
from testkit.builders.accepted_rows import accepted_row
from testkit.builders.reached import reached_of

COUNTY = "652825"
YEAR = 2023
THE_YEAR = jurisdiction_year(COUNTY, YEAR)
CHAIN = ("000000", "650000", "652800", COUNTY)
UNIT = Actor("u-1", "101", Role.UNIT)
FINANCE = Actor("f-1", COUNTY, Role.FINANCE)
CONGRESS = Actor("c-1", COUNTY, Role.CONGRESS)
SYSTEM = Actor("system", "system", Role.SYSTEM)

MAY = date(2023, 5, 31)
RESULT = f"monitoring.result:{MAY}"

REGISTERED: Mapping[str, Any] = {
    "project_name": "合成项目",
    "unit": "101",
    "unit_name": "合成单位",
    "budget_type": "general_public",
    "origin": "initial",
    "opened_on": "2023-01-03",
    "requested": "1000000.00",
}
TARGET: Mapping[str, Any] = {
    "amount": "1000000.00",
    "execution_points": "10",
    "indicators": [
        {
            "id": f"i-{number}",
            "indicator_class": kind,
            "title": f"合成指标{number}",
            "relation": ">=",
            "target": "100",
            "points": points,
        }
        for number, (kind, points) in enumerate(
            [("output", "50"), ("social", "30"), ("satisfaction", "10")]
        )
    ],
}


def project(code: str = "P001") -> str:
    """The stream of a project of the year."""
    return project_year(COUNTY, YEAR, code)


def morning(day: date) -> datetime:
    """Ten o'clock of a business day."""
    return datetime.combine(day, time(10), SHANGHAI)


class Bureau:
    """Acts on a log, one command after the other, each on a day of the year."""

    place = COUNTY
    chain: tuple[str, ...] = CHAIN

    def __init__(self, log: EventLog) -> None:
        """Act on `log`."""
        self.log = log
        self._in_force_reader = InForceReader(log)

    def adopt_packs(self, on: date = date(2023, 1, 1)) -> None:
        """Adopt the packs of the place's chain."""
        for code in self.chain:
            self.adopt(code, on)

    def adopt(self, code: str, on: date) -> None:
        """Adopt a pack as it comes with the package."""
        texts = {name.removesuffix(".yaml"): text for name, text in packaged_texts()}
        sha256 = self.log.put_content(texts[code])
        fields = {"pack": code, "sha256": sha256, "pack_version": "1"}
        self.act(packs(self.place), "pack.adopt", on, FINANCE, **fields)

    def open_year(self, clock: str = "simulated") -> None:
        """Open the work year under the adopted packs."""
        self.adopt_packs()
        fields = {"portfolio": "0" * 64, "clock": clock}
        year = jurisdiction_year(self.place, YEAR)
        self.act(year, "year.open", date(2023, 1, 2), FINANCE, **fields)

    def budgeted(self, stream: str, **registered: str) -> None:
        """Bring a project from its registration to its approved budget."""
        self.registered(stream, **registered)
        self.approved(stream, **registered)

    def registered(self, stream: str, **registered: str) -> None:
        """Register a project and admit it to the library."""
        self.act(stream, "project.add", date(2023, 1, 3), SYSTEM, **{**REGISTERED, **registered})
        gates = {"factual_basis": True, "prepared": True, "target_clear": True}
        self.act(stream, "library.admit", date(2023, 1, 9), FINANCE, **gates)

    def approved(self, stream: str, **registered: str) -> None:
        """File and approve the target of an admitted project, and approve its budget."""
        unit = Actor("u-1", {**REGISTERED, **registered}["unit"], Role.UNIT)
        filed = {**TARGET, "amount": "900000.00"}
        self.act(stream, "target.file", date(2023, 1, 20), unit, **filed)
        self.act(stream, "target.approve", date(2023, 2, 1), FINANCE)
        self.act(stream, "budget.approve", date(2023, 2, 20), CONGRESS, amount="900000.00")

    def file_result(self, stream: str, on: date, unit: Actor = UNIT) -> None:
        """File the result of the May round."""
        reached = reached_of(TARGET["indicators"], "50")
        fields = {"node": str(MAY), "executed": "450000.00", "indicators": reached}
        self.act(stream, "monitoring.file-result", on, unit, **fields)

    def review_result(self, stream: str, on: date, **found: str) -> None:
        """Review the result of the May round."""
        fields = {"node": str(MAY), "score": "90", "verdict": "合格", **found}
        self.act(stream, "monitoring.review", on, FINANCE, **fields)

    def notice(self, deadline: str, due: date, document: str = "且财绩〔2023〕1号") -> None:
        """Give a day to all subjects by the bureau's notice, before the day is over."""
        self.act(
            THE_YEAR,
            "deadline.set",
            date(2023, 5, 4) if due >= date(2023, 5, 4) else date(2023, 1, 4),
            FINANCE,
            deadline=deadline,
            due=str(due),
            document=document,
        )

    def act(self, stream: str, name: str, on: date, actor: Actor, **fields: Any) -> None:
        """Take an act; a refusal is a mistake in the test."""
        command = parse_command(stream, name, fields)
        frame = self._frame(stream, command)
        past = past_of(command, lambda: self.log.read(stream))
        act = CommandContext(command, actor, morning(on), on, uuid4(), frame=frame, past=past)
        self.store(act, stream)

    def take_steps(self, stream: str, until: datetime) -> None:
        """Take the system's steps that are planned up to an instant (inclusive)."""
        while (step := self._next_step(stream)) is not None and step.planned <= until:
            self._take(stream, step, step.planned)

    def take_step_late(self, stream: str, at: datetime) -> None:
        """Take the system's next step at an instant after the planned one."""
        step = self._next_step(stream)
        if step is None:
            raise TypeError(f"{stream}: nothing is to come")
        self._take(stream, step, at)

    def _take(self, stream: str, step: Step, at: datetime) -> None:
        command = step_command(DECIDERS[parse_subject(stream).kind].STEPS, step)
        request, on = step_request(stream, step, command), business_date(step.planned)
        frame = self._frame(stream, command)
        self.store(CommandContext(command, SYSTEM, at, on, request.command_id, frame=frame), stream)

    def store(self, act: CommandContext[Any], stream: str) -> None:
        """Decide an act and append what it leads to."""
        kind = parse_subject(stream).kind
        state = self.state(stream)
        decided: Decided = DECIDERS[kind].decide(state, act, self.in_force(stream))
        if isinstance(decided, Refusal):
            raise TypeError(f"{stream}: {decided.en}")
        now = datetime.now(UTC)
        events = seal(decided, act, stream, state.version, now, lambda: "salt")
        self.append(accepted_row(act, stream, events, now), events)

    def append(self, row: CommandRow, events: Sequence[Sealed]) -> None:
        """Append what an act led to."""
        self.log.append(row, events)

    def state(self, stream: str) -> Any:
        """The state of a stream, folded afresh."""
        decider = DECIDERS[parse_subject(stream).kind]
        state = decider.initial(stream)
        for recorded in self.log.read(stream):
            state = decider.evolve(state, recorded)
        return state

    def in_force(self, stream: str) -> InForce:
        """What binds a stream now."""
        subject = parse_subject(stream)
        if subject.kind is SubjectKind.PACKS:
            return InForce(Silent(subject.jurisdiction))
        return self._in_force_reader.in_force(subject.jurisdiction, subject.year or 0)

    def _next_step(self, stream: str) -> Step | None:
        decider = DECIDERS[parse_subject(stream).kind]
        return decider.view(self.state(stream), self.in_force(stream)).next_step

    def _frame(self, stream: str, command: Command) -> Frame | None:
        """The projects of a unit, for an act that looks at them."""
        if command.frame_for(vars(command)) is None:
            return None
        streams = self.log.streams(f"{COUNTY}/{YEAR}/")
        projects = [one for one in streams if parse_subject(one).kind is SubjectKind.PROJECT_YEAR]
        members = [member_of(self.state(one)) for one in projects]
        mine = [one for one in members if one and one.unit == parse_subject(stream).code]
        return Frame(self.log.last_position(), tuple(mine))


THREE = [project(code) for code in ("P001", "P002", "P003")]


def a_half_year(bureau: Bureau) -> None:
    """Three projects up to the overdue May result: one in time, one late, one not filed."""
    for stream in THREE:
        bureau.budgeted(stream)
    bureau.notice(RESULT, date(2023, 6, 10))
    for stream in THREE:
        bureau.take_steps(stream, morning(date(2023, 5, 31)))
    bureau.file_result(THREE[0], date(2023, 6, 8))
    for stream in THREE:
        bureau.take_steps(stream, start_of(date(2023, 6, 11)))
    bureau.review_result(THREE[0], date(2023, 6, 12))
    bureau.file_result(THREE[1], date(2023, 6, 12))


DUE = date(2023, 6, 10)
P001 = THREE[0]


def in_may_with_a_day(bureau: Bureau) -> None:
    """A budgeted project whose May round is open, due on 10 June by notice."""
    for name, days in (("reminder.lead_days", "5"), ("escalation.after_days", "3")):
        bureau.act(
            THE_YEAR,
            "parameter.set",
            date(2023, 1, 4),
            FINANCE,
            parameter=name,
            value=days,
            since="2023-01-01",
        )
    bureau.notice(RESULT, DUE)
    bureau.budgeted(P001)
    bureau.take_steps(P001, morning(MAY))


def extend(bureau: Bureau, until: str) -> None:
    """Extend the day of the May result until another (inclusive)."""
    granted = {"deadline": RESULT, "until": until, "approver": "局长", "reason": "汛情"}
    bureau.act(P001, "extend", date(2023, 6, 12), FINANCE, **granted)
