"""Letters: the text that notifies the responsible role of an event, in Chinese.

Only steps of deadlines, notices of rectification and returned filings lead to letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.kernel.decider import Recorded
from domain.kernel.known import latest
from domain.kernel.message import Event
from domain.kernel.vocabulary import SHANGHAI, Role, business_date
from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.missed import given_late
from domain.shared.letters.types import About, DeadlineNames, Returned, Said
from domain.shared.names import role_name


@dataclass(frozen=True, slots=True)
class Recipient:
    """The recipient: a role of a unit or institution (by code), or of the jurisdiction."""

    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause that a decision rests on, with its verbatim quote."""

    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class LetterText:
    """The text of a letter, without its channel."""

    recipient: Recipient
    title: str
    body: str


_STEPS: Mapping[str, tuple[str, str]] = {
    "remind": ("提醒", "将于 {due} 到期，请按时办理。"),
    "due": ("到期", "今日（{due}）到期，请于今日24时前办理。"),
    "overdue": ("逾期", "已于 {due} 到期，尚未办理，已记为逾期，请立即办理。"),
    "escalate": ("逾期上报", "已于 {due} 到期，{responsible}尚未办理，请督促。"),
}
_JURISDICTION_WIDE = "本级"


def written_on(recorded: Recorded[Any]) -> date:
    """The day of an event's letter: the day of recording, not the effective day."""
    return business_date(recorded.recorded_at)


def tells(topic: str, catalogues: Catalogues) -> bool:
    """Whether an event of a stored name and version leads to a letter."""
    entry = catalogues.events.get(topic.rpartition("@")[0])
    return entry is not None and entry.letter is not None


def letters_of(
    recorded: Recorded[Any], about: About, cited: Sequence[Cited], catalogues: Catalogues
) -> tuple[LetterText, ...]:
    """The letters of an event, each to another recipient; `cited` are the clauses of its decision.

    An escalation goes to the level above, with a copy to the role that did not act. An
    imported act has none: its addressee learnt of it when it was done.
    """
    said = _said(recorded.event, about, catalogues)
    if said is None or _came_before(recorded):
        return ()
    if isinstance(recorded.event, Passed):
        said = _at_its_time(said, recorded)
    everyone = (said, *_copies(recorded.event, said))
    return tuple(_letter(one, recorded, about, cited) for one in everyone)


def _came_before(recorded: Recorded[Any]) -> bool:
    """Whether an act of a person has an earlier day than that of its recording: an imported one."""
    if isinstance(recorded.event, Passed):
        return False
    return recorded.effective_on < business_date(recorded.recorded_at)


def letter_of(
    recorded: Recorded[Any], about: About, cited: Sequence[Cited], catalogues: Catalogues
) -> LetterText | None:
    """The letter of an event to whom it is meant for, without copies; `None` if it has none."""
    return next(iter(letters_of(recorded, about, cited, catalogues)), None)


def _copies(event: Event, said: Said) -> Iterator[Said]:
    if not isinstance(event, Passed) or event.above is None or event.above == event.responsible:
        return
    line = f"本件主送{role_name(event.above)}，抄送{role_name(event.responsible)}，请立即办理。"
    yield replace(
        said,
        role=event.responsible,
        kind=f"{said.kind}·抄送",
        lines=(*said.lines, line),
        organisation=None,
    )


def _letter(
    said: Said, recorded: Recorded[Any], about: About, cited: Sequence[Cited]
) -> LetterText:
    recipient = Recipient(said.role, said.organisation or _organisation(said.role, about))
    body = "\n".join(_body(recorded, said, recipient, about, cited)) + "\n"
    title = f"【{said.kind}】{said.matter} · {_name(about)}"
    return LetterText(recipient, " ".join(title.split()), body)


def _said(event: Event, about: About, catalogues: Catalogues) -> Said | None:
    entry = catalogues.events.get(event.name)
    if entry is None or entry.letter is None:
        return None
    if isinstance(entry.letter, Returned):
        return _returned(event, about, entry.letter)
    return entry.letter(event, about, catalogues)


def _returned(event: Event, about: About, letter: Returned) -> Said:
    values = event.data()
    node = f" {values['node']}" if "node" in values else ""
    said = f"{letter.what}{node}已被退回，请修改后重新提交。"
    lines = (said, *reason_lines(values.get("reason"), about))
    return Said(letter.role, "退回", f"{letter.what}{node}", lines)


def step_letter(event: Passed, _about: About, names: DeadlineNames) -> Said:
    """The letter of a deadline's step, to the role that it binds or is escalated to."""
    name, of = names.deadline_name(event.deadline)
    matter = f"{name.zh} {of}".strip()
    kind, text = _STEPS[event.step]
    line = text.format(due=event.due, responsible=role_name(event.responsible))
    role = event.above or event.escalated_to if event.step == "escalate" else None
    return Said(role or event.responsible, kind, matter, (f"{matter}：{line}",))


def _at_its_time(said: Said, recorded: Recorded[Passed]) -> Said:
    """The text of a step, with what made it come after its day: a late date, or a late sending."""
    known_at = recorded.event.known_at
    if known_at is not None:
        said = replace(said, lines=(*said.lines, _known_late(recorded.event, known_at)))
    meant = latest(recorded.event.planned, known_at) or recorded.event.planned
    return _late(said, recorded, meant) if _is_late(recorded, meant) else said


def _known_late(event: Passed, known_at: datetime) -> str:
    on = business_date(known_at)
    if event.known_by == "duty":
        return f"本事项于 {on} 开始办理，当时上述期限已过。"
    if event.known_by == "rules":
        return f"上述期限所依据的制度规则于 {on} 采用，采用时该日期已过。"
    return f"上述期限系 {on} 设定，设定时该日期已过。"


def _is_late(recorded: Recorded[Passed], meant: datetime) -> bool:
    """Whether a notice was given late, or a lapse was found on a later day than it was to be."""
    at = recorded.recorded_at
    return business_date(at) > business_date(meant) or given_late(recorded.event.step, meant, at)


def _late(said: Said, recorded: Recorded[Passed], planned: datetime) -> Said:
    """The text, marked as sent late with the planned and the actual time."""
    meant, given = (
        f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for at in (planned, recorded.recorded_at)
    )
    line = f"本通知原定于 {meant} 发出，因故未能按时发出，现于 {given} 补发。"
    return replace(said, kind=f"{said.kind}·补发", lines=(*said.lines, line))


def reason_lines(text: str | None, about: About, label: str = "理由") -> tuple[str, ...]:
    """The line with the reason, if there is one; a confidential subject's reason is left out."""
    if text is None or about.confidential:
        return ()
    return ("\n    ".join(f"{label}：{text}".splitlines()),)


def _organisation(role: str, about: About) -> str:
    if role == Role.DEPARTMENT and about.department:
        return about.department
    if role in {Role.UNIT, Role.DEPARTMENT} and about.unit:
        return about.unit
    if role == Role.THIRD_PARTY and about.institution:
        return about.institution
    return about.jurisdiction


def _name(about: About) -> str:
    if about.confidential:
        return "涉密项目"
    return _one_line(about.name) or _JURISDICTION_WIDE


def _one_line(name: str | None) -> str:
    """A name without line ends, which would start a new line in a letter."""
    return " ".join((name or "").split())


def _body(
    recorded: Recorded[Any],
    said: Said,
    recipient: Recipient,
    about: About,
    cited: Sequence[Cited],
) -> Iterator[str]:
    named = _one_line(about.unit_name) if recipient.organisation == about.unit else None
    whom = " ".join(part for part in (recipient.organisation, named) if part)
    if said.role == Role.DEPARTMENT and recipient.organisation == about.unit:
        whom = f"{whom} 的主管部门"
    yield f"致：{role_name(said.role)}（{whom}）"
    yield f"对象：{_name(about)}（{about.stream}）"
    yield f"日期：{written_on(recorded)}"
    yield ""
    yield from said.lines
    if cited:
        yield ""
        yield "依据："
        yield from (f"  {one.clause}：“{one.quote}”" for one in cited)
    yield ""
    yield f"事件编号：{recorded.id}"
