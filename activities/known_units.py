"""A unit that a registration or a delegation names, and that nobody knows: its receipt says so.

A unit is known by a portfolio, by a year of its own, or by the people and units (Organisations).
Where nobody is known yet, as before the first opening, nothing is said.
"""

from __future__ import annotations

from difflib import get_close_matches

from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.in_force import InForce
from domain.kernel.message import Command
from domain.kernel.request import Request
from domain.kernel.subject_ids import SubjectKind, parse_subject, subject_of
from domain.kernel.vocabulary import Role
from domain.shared.filings.delegation import Delegate
from domain.subjects.jurisdiction_year.portfolio import PortfolioError, parse_portfolio
from domain.subjects.policies.evaluation_objects import AddObject
from domain.subjects.policies.population import AddPolicy
from domain.subjects.project_year.imported_history import ImportHistory
from domain.subjects.project_year.population import AddProject
from projections.planned_openings import portfolio_of
from store.port import ContentDamaged, ContentMissing, EventLog

_NAMING = (AddProject, ImportHistory, AddPolicy, AddObject, Delegate)
_OF_UNITS = frozenset({Role.UNIT, Role.DEPARTMENT})
_NEAR, _SHOWN = 0.5, 5

_of_portfolios = BoundedCache[str, frozenset[str]](100)
"""The units of portfolios by sha256: what a portfolio says never changes."""


def remark_on_unit(
    log: EventLog, request: Request, command: Command, in_force: InForce
) -> tuple[str, str] | None:
    """The remark, in Chinese and English, on an act that names a unit which nobody knows."""
    unit = getattr(command, "unit", None) if isinstance(command, _NAMING) else None
    if unit is None or request.actor.role is Role.SYSTEM:
        return None
    known = _known(log, parse_subject(request.subject).jurisdiction, in_force)
    if known is None or not known or unit in known:
        return None
    return unknown_unit(unit, known)


def unknown_unit(unit: str, known: frozenset[str]) -> tuple[str, str]:
    """The words on a unit that nobody knows, in both languages, with the codes near it."""
    near = get_close_matches(unit, sorted(known), _SHOWN, _NEAR)
    zh = f"相近的有 {'、'.join(near)}" if near else f"已知 {len(known)} 个单位，均不相近"
    en = f"near it: {', '.join(near)}" if near else f"none of the {len(known)} known is near it"
    zh = f"单位 {unit} 在项目清单、单位年度、人员任职中均无，{zh}；编码有误的，请撤销后再登记"
    en = f"no unit {unit} is in a portfolio, has a year or has people; {en}; if the code is wrong, "
    return zh, f"{en}take the act back and register it under the right one"


def _known(log: EventLog, jurisdiction: str, in_force: InForce) -> frozenset[str] | None:
    """The codes of all units; `None` where a portfolio cannot be read, so that nobody can say."""
    found = {
        code for (code, role), given in in_force.assignments.items() if role in _OF_UNITS and given
    }
    for end in in_force.successions.values():
        found |= {end.unit, *(one.unit for one in end.successors)}
    for stream in log.streams(f"{jurisdiction}/"):
        subject = subject_of(stream)
        if subject is None:
            continue
        if subject.kind is SubjectKind.UNIT_YEAR and subject.code:
            found.add(subject.code)
        elif subject.kind is SubjectKind.JURISDICTION_YEAR:
            units = _of_year(log, stream)
            if units is None:
                return None
            found |= units
    return frozenset(found)


def _of_year(log: EventLog, stream: str) -> frozenset[str] | None:
    portfolio = portfolio_of(log, stream)
    if portfolio is None:
        return frozenset()
    try:
        return _of_portfolios.get_or_make(portfolio, lambda: _units_of(log, portfolio))
    except (ContentMissing, ContentDamaged, PortfolioError):
        return None


def _units_of(log: EventLog, portfolio: str) -> frozenset[str]:
    return frozenset(row.unit_code for row in parse_portfolio(log.content(portfolio)))
