"""What stands out in a subject's life: lateness, corrections, extensions, rulings and the like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.text import Text

from domain.missed import given_late


@dataclass(frozen=True, slots=True)
class Mark:
    """What an event stands out as; `id` names it to programs."""

    id: str
    zh: str
    style: str = "yellow"

    @property
    def text(self) -> str:
        """The mark in Chinese and English."""
        return f"{self.zh} {self.id}"


REFUSED = Mark("refused", "拒绝", "bold red")
_LATE = Mark("late", "迟报", "bold yellow")
_GIVEN_LATE = Mark("given late", "补发")
_RETURNED = Mark("returned", "退回")
_CORRECTED = Mark("corrected", "更正", "bold magenta")
_TAKEN_BACK = Mark("taken back", "撤回", "bold magenta")
_STEPS = {
    "overdue": Mark("overdue", "逾期", "red"),
    "escalate": Mark("escalated", "上报", "red"),
}
_NAMED = {
    "deadline.day-set": Mark("notice", "通知", "cyan"),
    "deadline.extended": Mark("extended", "延期", "cyan"),
    "delegation.given": Mark("delegated", "委托", "cyan"),
    "exception.granted": Mark("exception", "例外", "cyan"),
    "grade.reopened": Mark("reopened", "重启", "bold magenta"),
    "pack.adopted": Mark("pack", "规则包", "cyan"),
    "parameter.set": Mark("parameter", "参数", "cyan"),
    "project.withdrawn": Mark("withdrawn", "撤销", "bold magenta"),
    "policy.withdrawn": Mark("withdrawn", "撤销", "bold magenta"),
    "role.assigned": Mark("assigned", "任职", "cyan"),
    "role.ended": Mark("role ended", "离任", "cyan"),
    "unit.ended": Mark("ended", "撤并", "bold magenta"),
    "unit.handed-over": Mark("handed over", "移交", "bold magenta"),
    "unit.merged": Mark("merged", "合并", "bold magenta"),
    "unit.split": Mark("split", "分立", "bold magenta"),
    "unit.succeeded": Mark("took over", "承接", "bold magenta"),
    "unit.withdrawn": Mark("withdrawn", "撤销", "bold magenta"),
    "ruling.recorded": Mark("ruling", "裁定", "cyan"),
    "work-calendar.published": Mark("calendar", "日历", "cyan"),
}


def mark_of(name: str, data: Mapping[str, Any], recorded_at: datetime) -> Mark | None:
    """The mark of an event by its stored name and data, and the instant of its recording.

    None where it is what was to be done.
    """
    if name == "deadline.passed":
        late = was_given_late(data, recorded_at)
        return _GIVEN_LATE if late else _STEPS.get(str(data.get("step")))
    if name == "filing.withdrawn":
        return _CORRECTED if data.get("replaced") else _TAKEN_BACK
    if name.endswith("returned"):
        return _RETURNED
    return _LATE if data.get("late") is True else _NAMED.get(name)


def was_given_late(data: Mapping[str, Any], recorded_at: datetime) -> bool:
    """Whether a step of a deadline, by the fields of its event, was given late."""
    planned = datetime.fromisoformat(str(data["planned"]))
    return given_late(str(data["step"]), planned, recorded_at)


def headline(mark: Mark | None, title: str, name: str) -> Text:
    """What an event stands out as, its title unless that says no more, and its stored name."""
    line = Text(f" {mark.text}" if mark else "", style=mark.style if mark else "")
    if title and not (mark and mark.zh == title):
        line.append(f" {title}", style="not dim bold")
    return line.append(f" {name}", style="not bold cyan")
