"""A drill's files played offline: registered, taken act by act, each subject's steps in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from console.cli.input.act_lines import ActLine
from console.drill.files import DrillFiles
from domain.kernel.decider import SYSTEM
from domain.kernel.request import Request
from domain.kernel.subject_ids import jurisdiction_year, parse_subject
from domain.kernel.vocabulary import start_of
from domain.subjects.command_parsing import command_of, parse_command
from domain.subjects.jurisdiction_year.portfolio import Row
from domain.subjects.jurisdiction_year.registration import registration
from projections.figures.figures import figures_of
from projections.figures.statement_input import statement_fields
from store.packs.packaged_packs import packaged_packs
from tests.offline_year import Offline

_OFFICE = timedelta(hours=10)
_OPENS = timedelta(hours=8)
_ENDS = timedelta(hours=22, minutes=30)


def played(files: DrillFiles, jurisdiction: str, work_year: int) -> Offline:
    """The year at the end of its last day."""
    year = jurisdiction_year(jurisdiction, work_year)
    offline = Offline(year, packaged_packs())
    to_register = sorted(files.rows, key=lambda row: row.registered_on(work_year), reverse=True)
    for line in files.acts:
        assert line.on is not None
        while (
            to_register
            and offline.state(year).life is not None
            and to_register[-1].registered_on(work_year) <= line.on
        ):
            _register(offline, to_register.pop(), work_year)
        offline.advance(line.request.subject, start_of(line.on) + _OFFICE)
        _take(offline, line)
        offline.advance(line.request.subject, start_of(line.on) + _OFFICE)
    assert not to_register
    for stream in list(offline.states):
        offline.advance(stream, start_of(date(work_year, 12, 31)) + _ENDS)
    return offline


def _register(offline: Offline, row: Row, work_year: int) -> None:
    at = start_of(row.registered_on(work_year)) + _OPENS
    act = registration(row, parse_subject(offline.year).jurisdiction, work_year)
    command = parse_command(act.subject, act.command, act.fields)
    offline.take(act.subject, command, SYSTEM, at, uuid5(UUID(int=2), act.subject))


def _take(offline: Offline, line: ActLine) -> None:
    assert line.on is not None
    request = _completed(offline, line.request)
    at = start_of(line.on) + _OFFICE
    offline.take(request.subject, command_of(request), request.actor, at, request.command_id)


def _completed(offline: Offline, request: Request) -> Request:
    """Give the statement its figures, as the drill does at that moment."""
    if request.command != "statement.issue":
        return request
    year = parse_subject(offline.year)
    figures = figures_of(offline.events, year.jurisdiction, year.year or 0)
    fields = statement_fields(figures, len(offline.events))
    return replace(request, fields={**request.fields, **fields})
