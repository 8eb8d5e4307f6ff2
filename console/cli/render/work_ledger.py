"""The ledger of a year's progress on a terminal: how many duties stand how, by whose they are."""

from __future__ import annotations

from rich.console import Group as Shown
from rich.console import RenderableType
from rich.text import Text

from console.cli.render import board_words as words
from console.cli.render.board_tables import or_none, position, table
from domain.kernel.subject_ids import SubjectKind
from domain.subjects.catalogues import CATALOGUES
from projections.work_ledger.lines import Group, Ledger, Standing

_STANDINGS = {
    Standing.DONE: "按时办结 done",
    Standing.DONE_LATE: "逾期办结 done late",
    Standing.OPEN: "在办 open",
    Standing.OVER: "逾期未办 over",
    Standing.ESCALATED: "已提级督办 escalated",
    Standing.DROPPED: "免办 dropped",
}


def standing_word(standing: Standing) -> str:
    """The name of a standing."""
    return _STANDINGS[standing]


def duty_name(deadline: str) -> str:
    """The name of a duty by the key of its deadline, or by the act that does it."""
    entry = CATALOGUES.deadline(deadline)
    return CATALOGUES.named(deadline) if entry is None else words.deadline(deadline)


def render_ledger(found: Ledger) -> RenderableType:
    """The duties by kind, with their sections and counties, and all of them in one line."""
    drawn = table(
        f"{found.jurisdiction} {found.work_year} 年度工作推进总台账 work ledger {found.on}"
        f" ({words.CLOCKS[found.clock]})",
        *("科室或县（市） whose", "责任 who", "事项 what", "期限 due", "办理情况 standing"),
        "最长逾期天数 longest, days",
    )
    for one in found.groups:
        drawn.add_row(
            _whose(one, found),
            words.role(one.responsible),
            duty_name(one.duty),
            _due(one),
            _counts(one),
            str(one.longest or "–"),
            style="red" if _is_late(one) else "",
        )
    return Shown(or_none(drawn), Text(_all(found)), position(found.position))


def _whose(group: Group, found: Ledger) -> str:
    if group.county is not None:
        return f"{group.county} {found.counties.get(group.county, '')}".strip()
    is_of_year = group.kind == SubjectKind.JURISDICTION_YEAR
    named = (f"{code} {found.sections.get(code, '')}".strip() for code in group.sections)
    return "、".join(named) or ("本级 own" if is_of_year else "未分科室 of no section")


def _due(group: Group) -> str:
    if group.first_due is None:
        return "–"
    if group.first_due == group.last_due:
        return str(group.first_due)
    return f"{group.first_due} – {group.last_due}"


def _is_late(group: Group) -> bool:
    return bool(group.counts.keys() & {Standing.OVER, Standing.ESCALATED})


def _counts(group: Group) -> str:
    told = (f"{_STANDINGS[one]} {group.counts[one]}" for one in Standing if one in group.counts)
    return " · ".join(told)


def _all(found: Ledger) -> str:
    each = (
        f"{word} {sum(one.counts.get(standing, 0) for one in found.groups)}"
        for standing, word in _STANDINGS.items()
    )
    return f"合计 all: {' · '.join(each)}"
