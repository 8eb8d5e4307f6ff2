"""The duties of `jixiao todo` on a terminal, by who has to act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from rich.console import Group, RenderableType
from rich.text import Text

from console.cli.render import board_words as words
from console.cli.render.board_tables import STYLES, named, position, table
from console.cli.render.event_titles import title_of
from console.cli.render.wrapping import Words
from domain.shared.names import role_name
from projections.boards.rows import DeadlineState, ReturnedRow, Source
from projections.boards.todo import Duty, Todo

SHOWN = 200
"""The number of duties shown where neither a unit nor a person is asked about."""

_SECRET = "涉密项目 confidential"  # noqa: S105 - no password
_NO_DAY = "未定 no day"


def render_todo(answer: Todo, *, shown: int | None = SHOWN) -> RenderableType:
    """The duties by who has to act; at most `shown` of them, or (`None`) all."""
    year = f" {answer.work_year}" if answer.work_year else ""
    title = f"{answer.jurisdiction}{year} 待办 to do {answer.on} ({words.CLOCKS[answer.clock]})"
    groups = _by_actor(answer.duties)
    parts: list[RenderableType] = [Words.of(Text(title, style="bold"))]
    if len(groups) > 1:
        parts.append(_overview(groups))
    left = len(answer.duties) if shown is None else shown
    for group in groups:
        if left > 0:
            parts.append(_table(group, group[:left]))
        left -= len(group)
    if not groups:
        parts.append(Text("无待办 nothing to do", style="green"))
    if left < 0:
        parts.append(_more(-left))
    return Group(*parts, position(answer.position))


def _more(left: int) -> Text:
    zh = f"另有 {left} 项，请指明单位或人员，或用 --json"
    return Words.of(Text(f"{zh} / and {left} more: --unit, --person, --json", style="dim"))


def _by_actor(duties: Iterable[Duty]) -> list[list[Duty]]:
    """The duties of each actor, those of who is late longest first."""
    found: dict[tuple[str, str | None], list[Duty]] = {}
    for duty in duties:
        found.setdefault((duty.responsible, duty.organisation), []).append(duty)
    return list(found.values())


def _overview(groups: Sequence[Sequence[Duty]]) -> RenderableType:
    columns = ("谁 who", "事项 duties", "逾期 overdue", "退回 came back", "最早期限 first due")
    drawn = table(None, *columns)
    for group in groups:
        first = group[0].due
        drawn.add_row(
            _who(group[0]), *map(str, _counts(group)), first.isoformat() if first else _NO_DAY
        )
    return drawn


def _counts(group: Sequence[Duty]) -> tuple[int, int, int]:
    late = sum(duty.overdue > 0 for duty in group)
    return len(group), late, sum(duty.returned is not None for duty in group)


def _who(duty: Duty) -> str:
    own = duty.unit_name if duty.organisation == duty.unit else None
    whose = named(duty.organisation, own).plain if duty.organisation else ""
    return " · ".join(filter(None, (words.role(duty.responsible), whose)))


def _table(group: Sequence[Duty], duties: Sequence[Duty]) -> RenderableType:
    number, late, _ = _counts(group)
    title = f"{_who(group[0])}: {number} 项 duties" + (f"，逾期 overdue {late}" if late else "")
    has_returned = any(duty.returned for duty in duties)
    back = ("退回 came back",) if has_returned else ()
    drawn = table(title, "期限 due", "状态 state", "事项 what", "对象 of", "依据 by", *back)
    for duty in duties:
        came = (_came_back(duty.returned),) if has_returned else ()
        drawn.add_row(
            duty.due.isoformat() if duty.due else _NO_DAY,
            _state(duty),
            words.deadline(duty.deadline),
            subject(duty),
            _source(duty),
            *came,
        )
    return drawn


def _state(duty: Duty) -> Text:
    if duty.due is None:
        return Text("–")
    if duty.overdue:
        style = STYLES[DeadlineState.OVERDUE]
        return Text(f"逾期 {duty.overdue} 天 {duty.overdue} days overdue", style=style)
    found = duty.state or DeadlineState.OPEN
    return Text(words.STATES[found], style=STYLES.get(found, ""))


def subject(duty: Duty) -> Text:
    """The kind of the subject, and its name（code）."""
    name = _SECRET if duty.confidential else duty.name
    code = duty.code or (str(duty.year) if duty.year else "")
    known = f"{name}（{code}）" if name else code
    year = f"{duty.year} " if duty.year and duty.code else ""
    return Text(f"{words.kind(duty.kind).partition(' ')[0]} {year}{known}")


def _source(duty: Duty) -> str:
    if duty.source is None:
        return f"{words.source_name(Source.RULE)} {' '.join(duty.clauses)}" if duty.clauses else "–"
    if duty.source is Source.RECTIFICATION:  # the event of its notice says nothing to a reader
        return words.source_name(duty.source)
    reference = (duty.reference or "").replace(",", " ")
    return f"{words.source_name(duty.source)} {reference}".rstrip()


def _came_back(back: ReturnedRow | None) -> str:
    if back is None:
        return "–"
    by = f"{back.by}（{role_name(back.role)}）"
    parts = chain((str(back.on), by), (f"{title_of(back.event, {})}：{back.reason or '–'}",))
    return " ".join(parts)
