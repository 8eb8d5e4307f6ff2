"""Due dates of a work year: the days that bind counties and the bureau, and their sources.

A deadline has a key: the kind, whom or what it is of after a dot, and the node where its kind has
several in a year, as `county-report.filing.653022:2023-06-10`. The bureau's notice names it without
the county and then binds all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.kernel.answer import Answer
from domain.kernel.decider import InForce
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import BudgetType, start_of
from domain.shared.deadlines.due_dates import (
    Day,
    binding,
    by_parameter,
    earliest_of,
    is_key,
    node_of,
    ruled_by,
    the_node,
)
from domain.shared.deadlines.due_dates import key as at_node
from domain.shared.deadlines.due_dates import nodes as monitoring_nodes
from domain.shared.signatures import duties as signatures
from domain.subjects.jurisdiction_year.bureau_duties import DUTIES
from domain.subjects.jurisdiction_year.bureau_duties import RULE as DUTY_RULE
from domain.subjects.jurisdiction_year.state import JurisdictionYear

REPORT = "county-report.filing"
APPRAISAL = "county-appraisal.scoring"
SUMMARY = "county-summary.filing"
RESULTS_USE = "county-results-use.filing"
SPECIAL = "special-budgets-summary.filing"
PREFECTURE = "prefecture-summary.issue"
RECTIFICATION = "direct-funds.rectification"
ANALYSIS = "monitoring.analysis"

BUDGETS = (BudgetType.SOCIAL_INSURANCE_FUNDS, BudgetType.STATE_CAPITAL_OPERATIONS)
"""The special budgets, which sections of the bureau answer for by themselves (KZ-036)."""

_REPORT_RULE = "county_report.due"
_APPRAISAL_RULE = "county_appraisal.windows"
ANALYSIS_RULE = "monitoring.round_analysis"
ANALYSIS_DAYS = "analysis.after_days"
"""The bureau's parameter: the days after a node within which its round is analysed."""

_OF_YEAR = {
    SUMMARY: "county_summary.due",
    RESULTS_USE: "county_results_use.due",
    SPECIAL: "special_budgets_summary.due",
}
RULES: Mapping[str, str] = {
    REPORT: _REPORT_RULE,
    APPRAISAL: _APPRAISAL_RULE,
    ANALYSIS: ANALYSIS_RULE,
    **_OF_YEAR,
    **dict.fromkeys(DUTIES, DUTY_RULE),
}
"""The rules that give the kinds of deadlines their days."""

_FREE = frozenset({SUMMARY, RESULTS_USE, SPECIAL, PREFECTURE, *DUTIES})
_AT_NODE = frozenset({REPORT, APPRAISAL, ANALYSIS})


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both included; `last` is its node."""

    first: date
    last: date


def key(kind: str, of: str, node: date | None = None) -> str:
    """The deadline of a kind that a county (or a budget) has, at its node if it has one."""
    owed = f"{kind}.{of}"
    return owed if node is None else at_node(owed, node)


def analysis_of(node: date) -> str:
    """The deadline of the analysis of a monitoring round."""
    return at_node(ANALYSIS, node)


def monitored(in_force: InForce, year: int) -> tuple[date, ...]:
    """The nodes of project monitoring in a year."""
    return monitoring_nodes(in_force, year, "project")


def year_of(state: JurisdictionYear) -> int:
    """The work year."""
    return parse_subject(state.stream).year or 0


def known(deadline: str) -> bool:
    """Whether a deadline has a key that a notice of the year may name, with a county or without."""
    return is_key(_general(deadline), _FREE, _AT_NODE)


def earliest(deadline: str, work_year: int) -> date:
    """The first date that a deadline of the work year can have."""
    return earliest_of(deadline, work_year)


def keys(state: JurisdictionYear, in_force: InForce) -> tuple[str, ...]:
    """The keys that a notice of the year may name for all counties, at the nodes that are known."""
    at_nodes = (
        at_node(kind, node) for kind in sorted(_AT_NODE) for node in nodes(state, in_force, kind)
    )
    return (*sorted(_FREE), *at_nodes)


def extendable(deadline: str) -> bool:
    """Whether a deadline has a key that the year knows; a rectification has its day by itself."""
    return known(deadline) or _kind(deadline) == RECTIFICATION


def parts(deadline: str) -> tuple[str, str]:
    """The kind of a deadline, and whom or what it is of; the whole is the kind of no other."""
    head = deadline.partition(":")[0]
    for kind in (*_FREE, *_AT_NODE, RECTIFICATION):
        if head == kind or head.startswith(f"{kind}."):
            return kind, head.removeprefix(kind).removeprefix(".")
    return head, ""


def _kind(deadline: str) -> str:
    return parts(deadline)[0]


def _general(deadline: str) -> str:
    """The key by which a notice binds all counties."""
    _, colon, node = deadline.partition(":")
    return f"{_kind(deadline)}{colon}{node}"


def report_nodes(in_force: InForce, year: int) -> tuple[Answer, tuple[date, ...]]:
    """The answer of `county_report.due` for a work year, and its days; no days if not stated."""
    answer = _asked(in_force, _REPORT_RULE, year)
    days = answer.outcome["due"] if answer.stated else ()
    return answer, tuple(date.fromisoformat(day) for day in days)


def windows(in_force: InForce, year: int) -> tuple[Answer, tuple[Window, ...]]:
    """The answer of `county_appraisal.windows` for a work year; no window if not stated."""
    answer = _asked(in_force, _APPRAISAL_RULE, year)
    spans = answer.outcome if answer.stated else ()
    return answer, tuple(
        Window(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans
    )


def nodes(state: JurisdictionYear, in_force: InForce, kind: str) -> tuple[date, ...]:
    """The nodes of reports, appraisals or analyses from the rules, otherwise from notices."""
    ruled = _ruled_nodes(in_force, kind, year_of(state))
    if ruled:
        return ruled
    named = (node_of(deadline) for deadline in state.notices if _kind(deadline) == kind)
    return tuple(sorted({node for node in named if node is not None}))


def stated_nodes(in_force: InForce, deadline: str, year: int) -> tuple[date, ...]:
    """The nodes that the rules state for the kind of a deadline; empty if they state none."""
    kind = _kind(deadline)
    if kind == ANALYSIS:
        return monitored(in_force, year)
    return _ruled_nodes(in_force, kind, year) if kind in _AT_NODE else ()


def _ruled_nodes(in_force: InForce, kind: str, year: int) -> tuple[date, ...]:
    if kind == REPORT:
        return report_nodes(in_force, year)[1]
    if kind == ANALYSIS:
        nodes = monitored(in_force, year)
        return tuple(one for one in nodes if in_force.ask(ANALYSIS_RULE, one).stated)
    return tuple(window.last for window in windows(in_force, year)[1])


def ruled_due(in_force: InForce, deadline: str, year: int) -> Day:
    """The day that the rules give for a deadline of a work year, if any.

    The rules are asked on the first day of the work year.
    """
    kind = _kind(deadline)
    if kind in DUTIES:
        return ruled_by(_asked(in_force, DUTY_RULE, year, duty=DUTIES[kind].part))
    if kind in _OF_YEAR:
        return ruled_by(_asked(in_force, _OF_YEAR[kind], year))
    if kind not in _AT_NODE:
        return Day(None)
    if kind == ANALYSIS:
        return Day(None, (in_force.ask(ANALYSIS_RULE, the_node(deadline)),))
    rule = _REPORT_RULE if kind == REPORT else _APPRAISAL_RULE
    node = node_of(deadline)
    due = node if node in _ruled_nodes(in_force, kind, year) else None
    return Day(due, (_asked(in_force, rule, year),))


def _asked(in_force: InForce, rule: str, year: int, **more: str) -> Answer:
    return in_force.ask(rule, date(year, 1, 1), work_year=year, **more)


def is_given(day: Day) -> bool:
    """Whether a clause in force gives the duty of a day of the rules, with a date or without."""
    return any(answer.stated for answer in day.basis)


def due_of(state: JurisdictionYear, in_force: InForce, deadline: str) -> Day:
    """The due date of a deadline of the year; none for a deadline that nobody has."""
    if signatures.is_signature(deadline):
        return signatures.due_of(state.proposals, in_force, deadline)
    if not _is_somebodys(state, deadline):
        return Day(None)
    own, notices = state.own_days.get(deadline), state.notices
    if own is None and _kind(deadline) == RECTIFICATION:
        return Day(_rectify_by(state, deadline))
    notice = notices.get(deadline) or notices.get(_general(deadline))
    day = binding(own, ruled_due(in_force, deadline, year_of(state)), notice)
    if own is None and notice is None and deadline in DUTIES:
        return _since_adoption(state, in_force, deadline, day)
    return _by_parameter(in_force, deadline, day) if _kind(deadline) == ANALYSIS else day


def _since_adoption(state: JurisdictionYear, in_force: InForce, deadline: str, day: Day) -> Day:
    """The day of a duty of the bureau's own; rules adopted in the year may be newer than it.

    A day that was found overdue before the adoption was known before it too.
    """
    adopted, opened = in_force.known.adopted, state.life.opened.at if state.life else None
    if day.due is None or adopted is None or opened is None or adopted <= opened:
        return day
    over = start_of(day.due + timedelta(days=1))
    was_found = (deadline, "overdue", over) in state.done and deadline not in state.found
    return day if adopted < over or was_found else replace(day, since=adopted)


def _by_parameter(in_force: InForce, deadline: str, day: Day) -> Day:
    """The day of an analysis: by the bureau's parameter, where no notice gives one."""
    if day.due is not None:
        return day
    return by_parameter(in_force, ANALYSIS_DAYS, the_node(deadline), day)


def _is_somebodys(state: JurisdictionYear, deadline: str) -> bool:
    kind, of = parts(deadline)
    if kind == RECTIFICATION:
        return _rectify_by(state, deadline) is not None
    owners = {PREFECTURE: ("",), ANALYSIS: ("",), SPECIAL: BUDGETS}
    whom = {**owners, **dict.fromkeys(DUTIES, ("",))}
    return of in whom.get(kind, state.counties)


def _rectify_by(state: JurisdictionYear, deadline: str) -> date | None:
    code, _, number = parts(deadline)[1].rpartition(".")
    county = state.counties.get(code)
    problems = county.problems.items() if county else ()
    return next((found.rectify_by for at, found in problems if str(at) == number), None)
