"""`jixiao todo`: what is due from a unit, a role or a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from console.cli.ask_boards import answer_with_remits, of_section, refuse, show
from console.cli.input.as_of import past_day
from console.cli.options import (
    AsJson,
    AsOf,
    Data,
    On,
    OneJurisdiction,
    OneWorkYear,
    Section,
    StoreUrl,
    Unit,
    role_option,
)
from console.cli.render.todo import SHOWN, render_todo
from console.cli.signed_duties import of_signer
from domain.kernel.subject_ids import organisations
from domain.kernel.vocabulary import Role, business_date
from domain.shared.signatures.duties import is_signature
from projections.boards import todo as duties
from projections.boards.answers import Place
from projections.boards.department_duties import departments, with_departments
from projections.boards.duty_clauses import with_clauses
from projections.boards.remits import Remits, RemitsOf
from projections.boards.todo import Duty, Todo
from store import clock
from store.port import EventLog

if TYPE_CHECKING:
    from domain.subjects.organisations.state import Organisations

_Role = Annotated[Role | None, role_option("责任角色 / Only what is due from this role")]
_Person = Annotated[
    str | None,
    typer.Option("--person", help="人员 / Only what is due from the roles that a person holds."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(todo)


def todo(
    unit: Unit = None,
    role: _Role = None,
    person: _Person = None,
    section: Section = None,
    jurisdiction: OneJurisdiction = None,
    work_year: OneWorkYear = None,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show what is due from a unit, a role or a person, and what came back; else from everybody.

    What waits for somebody else first is not listed. --unit is what the people of a unit have to
    do, and as a department about the filings of its units, with --role what that role has to do
    about the unit's subjects; --section is what is due from the bureau about the subjects that the
    section is in charge of. --json: position, jurisdiction, work_year, on, clock (as in `overdue`)
    and duties [stream, kind, year, code, name (null where confidential), confidential, unit,
    unit_name, responsible, organisation, delegates, deadline, due, overdue (days), state, source,
    reference, returned {deadline, event, on, by, role, reason}, clauses (where no day binds)].
    """
    past = past_day(as_of, on)
    known = set[str]()
    remit = dict[str, frozenset[str]]()

    def ask(boards: sqlite3.Connection, place: Place, remits: RemitsOf) -> Todo:
        known.update(duties.units_of(boards, place.jurisdiction))
        today = business_date(clock.now())
        told = past.effective_by or past.recorded_by
        found = duties.todo(boards, place.jurisdiction, work_year, today=today, on=told)
        of_section(boards, place, remits, section, found.on)
        remit.update(_remits(boards, place, remits(found.on), person, section))
        return found

    def finish(log: EventLog, found: Todo) -> Todo:
        people = _people(log, found.jurisdiction)
        if people is not None:
            found = duties.with_whole_units(found, people.unit_delegations)
            found = with_departments(found, people)
            known.update(departments(people))
            known.update(who for given in people.unit_delegations.values() for who in given)
        _require_unit(found.jurisdiction, known, unit)
        wanted = list(_wanted(unit, role))
        if person is not None:
            signs = of_signer(log, people, person, found.on)
            wanted.append(_of_person(people, found, person, remit, signs))
        if section is not None:
            wanted.append(_of_section(remit[section]))
        narrowed = replace(found, duties=duties.narrowed(found.duties, *wanted))
        return with_clauses(log, narrowed)

    shown = None if unit or person or section else SHOWN
    given = (data, store, jurisdiction, work_year, past)
    answered = answer_with_remits(*given, ask, finish, option="--work-year")
    show(answered, lambda found: render_todo(found, shown=shown), json_wanted)


def _wanted(unit: str | None, role: Role | None) -> Iterator[Callable[[Duty], bool]]:
    if role is not None:
        yield duties.of_role(role.value)
    if unit is not None:
        is_theirs = duties.of_unit(unit)
        yield is_theirs if role is None else lambda duty: duty.unit == unit or is_theirs(duty)


def _require_unit(jurisdiction: str, known: Collection[str], unit: str | None) -> None:
    if unit is None:
        return
    if unit not in known:
        listed = ", ".join(sorted(known)) or "–"
        refuse(
            f"--unit: {jurisdiction} 没有单位 {unit}，已有 / no unit {unit}, there are: {listed}"
        )


def _people(log: EventLog, jurisdiction: str) -> Organisations | None:
    """The people and units of a jurisdiction; `None` where nothing was recorded of them."""
    stream = organisations(jurisdiction)
    events = log.read(stream)
    if not events:
        return None
    from domain.subjects.organisations import decider  # noqa: PLC0415 - others need no decider

    state = decider.initial(stream)
    for recorded in events:
        state = decider.evolve(state, recorded)
    return state


def _remits(
    boards: sqlite3.Connection, place: Place, there: Remits, person: str | None, section: str | None
) -> dict[str, frozenset[str]]:
    """The subjects of the section, or of every section for the one of a person."""
    wanted = [
        one.code
        for one in there.sections
        if one.code == section or (person is not None and one.has_remit)
    ]
    return {code: there.streams_of(boards, place.jurisdiction, code) for code in wanted}


def _of_section(streams: frozenset[str], *, is_alone: bool = True) -> Callable[[Duty], bool]:
    """What is due from the bureau about the subjects of a section, alone or beside the year's."""
    is_the_bureaus, is_its = duties.of_role(Role.FINANCE.value), duties.of_subjects(streams)
    return lambda duty: (
        is_the_bureaus(duty) and (is_its(duty) or (not is_alone and duty.unit is None))
    )


def _of_person(
    people: Organisations | None,
    found: Todo,
    person: str,
    remit: Mapping[str, frozenset[str]],
    signs: Callable[[Duty], bool] | None,
) -> Callable[[Duty], bool]:
    """The duties of the roles that a person holds on the day.

    Of a section's roles those in its remit, and those about no unit. Signatures are those alone
    that the person owes, by `signs`.
    """
    held = [
        _of_section(remit[organisation], is_alone=False)
        if organisation in remit and role is Role.FINANCE
        else duties.of_holder(organisation, role.value)
        for (organisation, role), given in (people.assignments if people else {}).items()
        for one in given
        if one.person == person and one.runs(found.on)
    ]
    if not held and signs is None:
        refuse(
            f"--person: {person} 在 {found.on} 没有登记的任职，请先登记任职（role.assign），或用 "
            f"--unit、--role 查询 / {person} holds no role on {found.on}: assign one (role.assign),"
            " or ask by --unit or --role"
        )

    def is_owed(duty: Duty) -> bool:
        if is_signature(duty.deadline):
            return signs is not None and signs(duty)
        return any(is_theirs(duty) for is_theirs in held)

    return is_owed
