"""`jixiao status`: the status of a year or of one subject."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from typing import Annotated, NoReturn

import typer

from console.cli import suggestions
from console.cli.ask_boards import answer_with_remits, of_section, refuse, show
from console.cli.input.as_of import past_day, today_of
from console.cli.options import (
    BUDGET_YEAR_WAS_YEAR,
    AsJson,
    AsOf,
    BudgetYear,
    Data,
    Kind,
    On,
    OneJurisdiction,
    Phase,
    Responsible,
    Section,
    StoreUrl,
    Unit,
)
from console.cli.render.boards import render_status
from console.cli.render.planned import planned_line
from domain.kernel.subject_ids import SubjectKind
from projections.boards import queries
from projections.boards.answers import Place, SectionInCharge, Status
from projections.boards.remits import RemitsOf
from projections.planned_openings import PlannedOpening, planned_openings
from store.port import EventLog


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(context_settings={**BUDGET_YEAR_WAS_YEAR})(status)


def status(
    subject: Annotated[
        str | None,
        typer.Argument(
            help="A code, a stream, or its end: P001, unit/U01.",
            autocompletion=suggestions.subjects,
        ),
    ] = None,
    jurisdiction: OneJurisdiction = None,
    year: BudgetYear = None,
    kind: Kind = None,
    unit: Unit = None,
    phase: Phase = None,
    role: Responsible = None,
    section: Section = None,
    each: Annotated[bool, typer.Option("--each", help="List every subject too.")] = False,
    as_of: AsOf = None,
    on: On = None,
    data: Data = None,
    store: StoreUrl = None,
    json_wanted: AsJson = False,
) -> None:
    """Show how a year's projects, units and institutions stand, or one of them.

    --json: position, jurisdiction, year, projects, units, policies, institutions; phases [kind,
    phase, subjects]; next_due and over (its day is over, and it was not found overdue yet) [kind,
    due, deadline, responsible, subjects]; waiting [kind,
    responsible, deadline, subjects]; late [kind, code, name, unit, unit_name, row]; each [subject]
    with --each; detail {subject, deadlines [row], sections [code,
    name]} of one subject, else null; planned [on, stream,
    kind, code, name, unit, unit_name, by], what a portfolio registers on a later day.

    A row is stream, deadline, due, state, responsible, filed_on, source, reference,
    recorded_on (the day in the log, where an annotation gives filed_on), imported (whether it was
    met before the subject came into the log), event (that met it) and document (that it names). A
    subject is
    stream, kind, jurisdiction, year, code, name, unit, unit_name, origin, budget_type, phase,
    version, requested, adjusted, approved, executed, waiting_for [role:deadline], next_due,
    overdue [deadline], late_filings, closed, clock, last_at, confidential, institution, delegates
    [organisation, since, until], returned [deadline, event, on, by, role, reason], imported (the
    number of imported acts), funding (of a project, by source) {central_funds, regional_funds,
    prefecture_funds, county_funds}, subject_kind (of a project). --section: the projects, units and
    policies that the section is in charge of on the day.
    """
    missing = list[str]()

    def ask(boards: sqlite3.Connection, place: Place, remits: RemitsOf) -> Status:
        known = (place.jurisdiction, place.year)
        one = subject and _the_one(boards, place, subject, kind)
        missing.extend([subject] if subject and one is None else [])
        day = past.effective_by or queries.business_day(boards, *known, today)[0]
        found = queries.status(
            boards,
            *known,
            subject=one,
            kind=kind,
            unit=unit,
            phase=phase,
            role=role,
            streams=of_section(boards, place, remits, section, day),
            each=each,
            today=today,
            on=past.effective_by,
        )
        return _with_sections(found, remits, day)

    def finish(log: EventLog, found: Status) -> Status:
        planned = planned_openings(log, found.jurisdiction, found.year)
        for one in missing:
            _refuse_unknown(found, planned, one)
        narrowed = bool(subject or phase or role or section)
        return replace(found, planned=() if narrowed else _narrowed(planned, kind, unit))

    past = past_day(as_of, on)
    today = today_of(past)
    given = (data, store, jurisdiction, year, past)
    show(answer_with_remits(*given, ask, finish), render_status, json_wanted)


def _with_sections(found: Status, remits: RemitsOf, day: date) -> Status:
    """The status of one subject with the sections in charge of it."""
    if found.detail is None:
        return found
    charged = remits(day).in_charge_of(found.detail.subject)
    sections = tuple(SectionInCharge(one.code, one.name) for one in charged)
    return replace(found, detail=replace(found.detail, sections=sections))


def _the_one(
    boards: sqlite3.Connection, place: Place, subject: str, kind: SubjectKind | None
) -> str | None:
    """The stream of the subject that the options name; `None` without such a subject."""
    found = queries.streams(boards, place.jurisdiction, place.year, subject, kind=kind)
    if len(found) > 1:
        which = ", ".join(found)
        refuse(f"subject: {subject} 有多个，请指明 / is the code of several, say which of {which}")
    return found[0] if found else None


def _refuse_unknown(answer: Status, planned: tuple[PlannedOpening, ...], subject: str) -> NoReturn:
    """Refuse an unknown subject; the message names the planned day of its registration, if any."""
    place = f"{answer.jurisdiction} {answer.year}"
    for one in planned:
        if subject == one.code or one.stream.endswith(f"/{subject}") or one.stream == subject:
            refuse(f"subject: {planned_line(one)}")
    refuse(f"subject: {place} 没有 {subject} / no {subject} in {place}")


def _narrowed(
    planned: tuple[PlannedOpening, ...], kind: SubjectKind | None, unit: str | None
) -> tuple[PlannedOpening, ...]:
    return tuple(one for one in planned if kind in {None, one.kind} and unit in {None, one.unit})
