"""Letters: what an event tells the one who has to do something, in Chinese.

Steps of deadlines, notices of rectification and filings sent back are told; nothing else is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.deadlines import Passed
from domain.decision import Recorded
from domain.jurisdiction_year.direct_funds import ProblemPushed
from domain.message import Event
from domain.missed import given_late
from domain.names import deadline_name, role_name
from domain.project_year.rectification import Notified, Rejected
from domain.vocabulary import SHANGHAI, Role, business_date


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: a role, of a unit or an institution by its code, or of the jurisdiction."""

    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a letter; names and reasons of a `confidential` one stay out of it (涉密)."""

    stream: str
    jurisdiction: str
    name: str | None = None
    unit: str | None = None
    unit_name: str | None = None
    institution: str | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause that a decision rests on, with its verbatim quote."""

    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Told:
    """A letter without its channel."""

    recipient: Recipient
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What an event says: to whom in which role, its kind, the matter, and what to do."""

    role: str
    kind: str
    matter: str
    lines: tuple[str, ...]
    organisation: str | None = None


RETURNED: Mapping[str, tuple[Role, str]] = {
    "exante.returned": (Role.UNIT, "事前绩效评估报告"),
    "target.returned": (Role.UNIT, "绩效目标申报"),
    "monitoring.returned": (Role.UNIT, "监控结果"),
    "self-evaluation.returned": (Role.UNIT, "绩效自评表"),
    "department-evaluation.returned": (Role.DEPARTMENT, "部门评价报告"),
    "overall-target.returned": (Role.UNIT, "整体支出绩效目标申报"),
    "overall-monitoring.returned": (Role.UNIT, "整体支出监控报告"),
    "overall-self-evaluation.returned": (Role.UNIT, "整体支出绩效自评"),
}
"""The events by which a filing goes back: to whom, and what was filed."""

_STEPS: Mapping[str, tuple[str, str]] = {
    "remind": ("提醒", "将于 {due} 到期，请按时办理。"),
    "due": ("到期", "今日（{due}）到期，请于今日24时前办理。"),
    "overdue": ("逾期", "已于 {due} 到期，尚未办理，请立即办理；迟办将记为逾期。"),
    "escalate": ("逾期上报", "已于 {due} 到期，{responsible}尚未办理，请督促。"),
}
_REASONS = {
    "score": "监控得分不合格",
    "deviation": "执行或完成偏离目标",
    "judgement": "财政部门认定",
}
_JURISDICTION_WIDE = "本级"


def tells(topic: str) -> bool:
    """Whether an event of a stored name and version leads to a letter."""
    name = topic.rpartition("@")[0]
    return name in RETURNED or name in _OWN


def letter_of(recorded: Recorded[Any], about: About, cited: Sequence[Cited]) -> Told | None:
    """The letter that an event leads to, or none; `cited` are the clauses that it rests on."""
    said = _said(recorded.event, about)
    if said is None:
        return None
    if _is_late(recorded):
        said = _late(said, recorded)
    recipient = Recipient(said.role, said.organisation or _organisation(said.role, about))
    body = "\n".join(_body(recorded, said, recipient, about, cited)) + "\n"
    title = f"【{said.kind}】{said.matter} · {_name(about)}"
    return Told(recipient, " ".join(title.split()), body)


def _said(event: Event, about: About) -> _Said | None:
    own = _OWN.get(event.name)
    if own is not None:
        return own(event, about)
    returned = RETURNED.get(event.name)
    if returned is None:
        return None
    (role, what), values = returned, event.data()
    node = f" {values['node']}" if "node" in values else ""
    lines = (f"{what}{node}已被退回，请修改后重新提交。", *_reason(values.get("reason"), about))
    return _Said(role, "退回", f"{what}{node}", lines)


def _passed(event: Passed, _about: About) -> _Said:
    name, of = deadline_name(event.deadline)
    matter = f"{name.zh} {of}".strip()
    kind, text = _STEPS[event.step]
    line = text.format(due=event.due, responsible=role_name(event.responsible))
    role = event.escalated_to if event.step == "escalate" else None
    return _Said(role or event.responsible, kind, matter, (f"{matter}：{line}",))


def _is_late(recorded: Recorded[Any]) -> bool:
    event = recorded.event
    return isinstance(event, Passed) and given_late(event.step, event.planned, recorded.recorded_at)


def _late(said: _Said, recorded: Recorded[Passed]) -> _Said:
    """What is said, marked as given late: when it was meant to go out, and when it did."""
    meant, given = (
        f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        for at in (recorded.event.planned, recorded.recorded_at)
    )
    line = f"本通知原定于 {meant} 发出，因故未能按时发出，现于 {given} 补发。"
    return replace(said, kind=f"{said.kind}·补发", lines=(*said.lines, line))


def _notified(event: Notified, about: About) -> _Said:
    reasons = "、".join(_REASONS[reason] for reason in event.reasons)
    by = f"请于 {event.rectify_by}（含当日）前整改并提交整改报告。" if event.rectify_by else ""
    lines = (
        f"{event.node} 监控节点需整改（{reasons}）。{by or '请整改并提交整改报告。'}",
        *_reason(event.reason, about),
    )
    return _Said(Role.UNIT, "整改通知", f"监控整改 {event.node}", lines)


def _rejected(event: Rejected, about: About) -> _Said:
    lines = ("整改报告未获认可，请继续整改后重新提交。", *_reason(event.reason, about))
    return _Said(Role.UNIT, "退回", f"整改报告 {event.node}", lines)


def _pushed(event: ProblemPushed, about: About) -> _Said:
    by = f"请于 {event.rectify_by}（含当日）前整改。" if event.rectify_by else "请整改。"
    lines = (f"直达资金问题第 {event.number} 号。{by}", *_reason(event.problem, about, "问题"))
    matter = f"直达资金问题 第{event.number}号"
    return _Said(Role.FINANCE, "整改通知", matter, lines, organisation=event.county)


_OWN: Mapping[str, Callable[[Any, About], _Said]] = {
    Passed.name: _passed,
    Notified.name: _notified,
    Rejected.name: _rejected,
    ProblemPushed.name: _pushed,
}


def _reason(text: str | None, about: About, label: str = "理由") -> tuple[str, ...]:
    if text is None or about.confidential:
        return ()
    return ("\n    ".join(f"{label}：{text}".splitlines()),)


def _organisation(role: str, about: About) -> str:
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
    """A name without line ends, which would begin a line of their own in a letter."""
    return " ".join((name or "").split())


def _body(
    recorded: Recorded[Any],
    said: _Said,
    recipient: Recipient,
    about: About,
    cited: Sequence[Cited],
) -> Iterator[str]:
    named = _one_line(about.unit_name) if recipient.organisation == about.unit else None
    whom = " ".join(part for part in (recipient.organisation, named) if part)
    yield f"致：{role_name(said.role)}（{whom}）"
    yield f"对象：{_name(about)}（{about.stream}）"
    on = business_date(recorded.recorded_at) if _is_late(recorded) else recorded.effective_on
    yield f"日期：{on}"
    yield ""
    yield from said.lines
    if cited:
        yield ""
        yield "依据："
        yield from (f"  {one.clause}：“{one.quote}”" for one in cited)
    yield ""
    yield f"事件编号：{recorded.id}"
