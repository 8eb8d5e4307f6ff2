"""The policies of importing an act: its day, its document, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce, Recorded
from domain.kernel.refusal import Refusal
from domain.shared.filings.attachment import Attach, anybody, name_fits_type
from domain.shared.filings.import_messages import ImportAct, Imported

if TYPE_CHECKING:
    from domain.shared.filings.importing import Importing


def act_can_be_imported(
    importing: Importing, _state: Any, act: CommandContext[ImportAct], _in_force: InForce
) -> Refusal | None:
    """The act is one of those that can be imported."""
    name = act.command.act
    if name in importing.acts:
        return None
    return refusals.invalid(
        "act",
        f"{name} 不能导入，可导入的事项：{'、'.join(importing.acts)}。",
        f"{name} cannot be imported; these can: {', '.join(importing.acts)}.",
        keys=(name, *importing.acts),
    )


def day_has_come(
    _importing: Importing, _state: Any, act: CommandContext[ImportAct], _in_force: InForce
) -> Refusal | None:
    """The act was done today or before."""
    done_on = act.command.done_on
    if done_on <= act.day:
        return None
    return refusals.invalid(
        "done_on",
        f"办理日 {done_on} 晚于今天（{act.day}），请填写实际办理日。",
        f"{done_on} is after today ({act.day}): give the day on which it was done.",
    )


def day_is_of_the_year(
    importing: Importing, state: Any, act: CommandContext[ImportAct], _in_force: InForce
) -> Refusal | None:
    """The act was done within the year of its subject, or in the years in which it was prepared."""
    done_on, year = act.command.done_on, importing.year(state)
    first = year - importing.prepared
    if first <= done_on.year <= year:
        return None
    which = ("早于", "before") if done_on.year < first else ("晚于", "after")
    span = (
        f"{first} 年 1 月 1 日" if done_on.year < first else f"{year} 年 12 月 31 日",
        f"{first}-01-01" if done_on.year < first else f"{year}-12-31",
    )
    zh, en = _PREPARED if importing.prepared else _OF_WORK_YEAR
    return refusals.invalid(
        "done_on",
        f"办理日 {done_on} {which[0]} {span[0]}：{zh.format(year, first)}，请核对年份。",
        f"{done_on} is {which[1]} {span[1]}: {en.format(year, first)}; check the year.",
    )


_PREPARED = (
    "{0} 年项目的入库、目标和预算在 {1} 年编制、{0} 年执行",
    "a project of {0} is prepared in {1} and carried out in {0}",
)
_OF_WORK_YEAR = (
    "{0} 工作年度的事项在 {0} 年办理",
    "the acts of the work year {0} are done in {0}",
)


def day_is_before_the_log(
    _importing: Importing, state: Any, act: CommandContext[ImportAct], _in_force: InForce
) -> Refusal | None:
    """The act was done before its subject came into the log, or on that day."""
    done_on, entered = act.command.done_on, state.entered_on
    if entered is None or done_on <= entered:
        return None
    return refusals.invalid(
        "done_on",
        f"办理日 {done_on} 在该对象进入本系统之日（{entered}）以后，此后的事项请直接办理"
        f"（{act.command.act}）。",
        f"{done_on} is after {entered}, when its subject came into this log: from then on the act "
        f"itself is taken ({act.command.act}).",
    )


def attaching(command: ImportAct) -> Attach | None:
    """The attachment that an import makes, if it says of which file."""
    name, size, media_type = command.file_name, command.size, command.media_type
    if name is None or size is None or media_type is None:
        return None
    return Attach(sha256=command.document, file_name=name, size=size, media_type=media_type)


def document_is_attached(
    _importing: Importing, state: Any, act: CommandContext[ImportAct], in_force: InForce
) -> Refusal | None:
    """The document that shows the act is attached to the project, or the import attaches it."""
    if act.command.document in {sha256 for sha256, _ in state.documents}:
        return None
    attach = attaching(act.command)
    if attach is not None:
        return name_fits_type(anybody, state, changed(cast("Any", act), command=attach), in_force)
    return refusals.invalid(
        "document",
        "未找到该依据文件，请以 document_file 指明文件，或先将其作为本项目附件提交（attach），"
        "再填写其 sha256。",
        "no attached document of the project has this sha256: name the file by document_file, or "
        "attach it first (attach).",
    )


def nothing_before_is_later(
    act: CommandContext[ImportAct], before: Sequence[Recorded[Any]]
) -> Refusal | None:
    """Refuse a day before that of the newest act on which this one rests."""
    if not before or before[-1].effective_on <= act.command.done_on:
        return None
    newest = before[-1]
    return refusals.invalid(
        "done_on",
        f"办理日 {act.command.done_on} 早于其前一事项的日期 {newest.effective_on}"
        f"“{newest.event.name}”；前一事项日期有误的，请先撤回（act.withdraw）后按实际日期导入。",
        f"{act.command.done_on} is before {newest.effective_on}, the day of {newest.event.name} on "
        "which it rests; if that day is wrong, withdraw that act (act.withdraw) and import it.",
        keys=(newest.event.name,),
    )


def nothing_after_is_earlier(
    act: CommandContext[ImportAct], after: Sequence[Imported]
) -> Refusal | None:
    """Refuse a day after that of an imported act which rests on this one."""
    first = min(after, key=lambda one: one.on, default=None)
    if first is None or act.command.done_on <= first.on:
        return None
    return refusals.invalid(
        "done_on",
        f"办理日 {act.command.done_on} 晚于已导入的后续事项“{first.key}”的办理日 {first.on}，"
        "请核对两项的日期。",
        f"{act.command.done_on} is after {first.on}, the day of {first.key}, which rests on it: "
        "check both days.",
        keys=(first.key,),
    )


def node_is_reached(act: CommandContext[ImportAct], command: Any) -> Refusal | None:
    """Refuse a duty of a round that names no node, or one that was not over on the day."""
    node: date | None = getattr(command, "node", None)
    if node is None:
        return refusals.invalid(
            "content.node",
            "补录的监控、整改须写明监控节点；评价反馈的问题不补录，请反馈后逐项整改。",
            "an imported act of monitoring or rectification names its node; problems of an "
            "evaluation are not imported: feed them back.",
        )
    if node <= act.command.done_on:
        return None
    return refusals.invalid(
        "content.node",
        f"办理日 {act.command.done_on} 时监控节点 {node} 尚未到，该项任务还不能办理。",
        f"on {act.command.done_on} the node {node} was not reached: the duty was not over.",
    )
