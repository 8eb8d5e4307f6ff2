"""Ready lines for a duty that was over at the opening: import it, drop it, or do it late."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from console.cli.input.unfilled import MARK
from console.cli.templates.drafts import rendered
from console.cli.templates.field_names import FIELD_NAMES
from console.cli.templates.placeholders import Blanks
from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.filings.import_messages import ImportAct
from domain.shared.people.exception_grants import GrantException
from domain.subjects.jurisdiction_year.counties import CountyAct
from domain.subjects.jurisdiction_year.due_dates import parts
from domain.subjects.jurisdiction_year.imports import IMPORTABLE as OF_YEARS
from domain.subjects.jurisdiction_year.past_duties import rule_of
from domain.subjects.project_year.imports.acts import IMPORTABLE as OF_PROJECTS
from domain.subjects.project_year.monitoring.dropping import DUTY_RULE
from domain.subjects.project_year.monitoring.review import ReviewResult
from domain.subjects.project_year.monitoring.rounds import FileResult
from domain.subjects.unit_year.imports import IMPORTABLE as OF_UNITS
from projections.late_duties import Standing
from projections.late_opening import DutyOver

_OPEN = frozenset({Standing.FIRST, Standing.WAITS, Standing.OPEN})
_IMPORTABLE: Mapping[str, Container[str]] = {
    SubjectKind.JURISDICTION_YEAR: OF_YEARS,
    SubjectKind.PROJECT_YEAR: OF_PROJECTS,
    SubjectKind.UNIT_YEAR: OF_UNITS,
}
_OF_UNIT = frozenset({Role.UNIT, Role.DEPARTMENT})

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who opened the year: the actor of the bureau's lines, as far as it is known."""

    person: str = f"{MARK}人员代码"
    organisation: str = f"{MARK}单位代码"

    def actor(self) -> dict[str, str]:
        """The actor of a line."""
        return {"id": self.person, "organisation": self.organisation, "role": Role.FINANCE.value}


def ways(duty: DutyOver, bureau: Bureau, today: date) -> dict[str, Line]:
    """The ways on, by name (`import`, `drop`, `late`): each a line for `jixiao submit`."""
    return dict(_ways(duty, bureau, today)) if duty.standing in _OPEN else {}


def _ways(duty: DutyOver, bureau: Bureau, today: date) -> Iterator[tuple[str, Line]]:
    command = Command.by_name.get(duty.act or "")
    if command is None:
        return
    if command.name in _IMPORTABLE.get(duty.kind, ()):
        content = _content(command, duty, today, *_IMPORTED_WITH.get(command.name, ()))
        yield "import", _imported(command, duty, bureau, content)
    content = _content(command, duty, today, *_FILED_WITH.get(command.name, ()))
    if command.name == FileResult.name or _is_of_year(duty):
        yield "drop", _dropped(duty, bureau)
    line = {"actor": _actor(command, duty, bureau), "command": command.name}
    yield "late", {**line, "subject": duty.stream, **content}


def _imported(command: type[Command], duty: DutyOver, bureau: Bureau, content: Line) -> Line:
    if "lines" in command.model_fields:  # of a list on paper
        names = ("project", "unit", "self_score", "score", "grade")
        line = {name: f"{MARK}{FIELD_NAMES.get(name, name)}" for name in names}
        content = {**content, "lines": [line]}
    return {
        "actor": bureau.actor(),
        "command": ImportAct.name,
        "subject": duty.stream,
        "act": command.name,
        "done_on": f"{MARK}{FIELD_NAMES['done_on']}（不晚于 {duty.entered}）",
        "done_by": f"{MARK}{FIELD_NAMES['done_by']}",
        "document_file": f"{MARK}依据文件路径",
        "content": content,
    }


def _dropped(duty: DutyOver, bureau: Bureau) -> Line:
    return {
        "actor": bureau.actor(),
        "command": GrantException.name,
        "subject": duty.stream,
        "rule": rule_of(duty.duty) if _is_of_year(duty) else DUTY_RULE,
        "reference": f"{MARK}批准文号",
        "approver": f"{MARK}批准人",
        "reason": f"{MARK}理由",
        "duty": duty.duty,
    }


def _is_of_year(duty: DutyOver) -> bool:
    return duty.kind == SubjectKind.JURISDICTION_YEAR


_IMPORTED_WITH = {FileResult.name: ("completion_rate",)}
"""Fields that an import of an act has besides those that it always needs."""
_FILED_WITH = {FileResult.name: ("indicators",)}
"""Fields that an act of today has besides those that it always needs."""


def _content(command: type[Command], duty: DutyOver, today: date, *more: str) -> Line:
    """The needed fields of an act and `more`, with the node of the duty."""
    blanks, node = Blanks(command, today), duty.duty.partition(":")[2]
    needed = [
        name for name, info in command.model_fields.items() if info.is_required() or name in more
    ]
    found = {name: blanks.blank(name).placeholder for name in needed}
    if "node" in found and node:
        found["node"] = node
    found.update(_named(duty, found))
    if command is ReviewResult:
        found["score"] = f"{MARK}{FIELD_NAMES['score']}（0 至 100 分）"
    return {name: rendered(value)[0] for name, value in found.items()}


def _named(duty: DutyOver, fields: Container[str]) -> dict[str, Any]:
    """The county, the number of its problem, or the budget that a duty of a year is of."""
    of = parts(duty.duty)[1] if _is_of_year(duty) else ""
    county, _, number = of.partition(".")
    told = {"county": county, "number": number, "budget_types": [of]}
    return {name: value for name, value in told.items() if of and name in fields}


def _actor(command: type[Command], duty: DutyOver, bureau: Bureau) -> dict[str, str]:
    roles = sorted(command.who - {Role.SYSTEM})
    wanted = duty.responsible if duty.responsible in {one.value for one in roles} else None
    role = Role(wanted) if wanted else roles[0]
    if issubclass(command, CountyAct):
        county = parts(duty.duty)[1] or f"{MARK}县（市）代码"
        return {"id": f"{MARK}人员代码", "organisation": county, "role": role.value}
    if role is Role.FINANCE:
        return bureau.actor()
    organisation = duty.unit if role in _OF_UNIT and duty.unit else f"{MARK}单位代码"
    return {"id": f"{MARK}人员代码", "organisation": organisation, "role": role.value}
