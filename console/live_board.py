"""The live board: what a year has led to so far, while its time runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rich.columns import Columns
from rich.console import RenderableType
from rich.table import Table

from console import board_words as words


@dataclass(frozen=True, slots=True)
class LiveCounts:
    """Counts since the beginning of the year; `phases` are the projects in each phase now."""

    phases: Mapping[str, int] = field(default_factory=dict)
    acts: int = 0
    refusals: int = 0
    reminders: int = 0
    due: int = 0
    overdue: int = 0
    escalations: int = 0
    rectifications_notified: int = 0
    rectifications_accepted: int = 0


def live_board(on: date, counts: LiveCounts) -> RenderableType:
    """The board of a business day."""
    phases = _two_columns("阶段 phases")
    for phase, projects in counts.phases.items():
        phases.add_row(words.phase(phase), str(projects))
    done = _two_columns(f"业务日期 business date {on}")
    for label, count in (
        ("办理 acts", counts.acts),
        ("拒绝 refusals", counts.refusals),
        ("提醒 reminders", counts.reminders),
        ("到期 due", counts.due),
        ("逾期 overdue", counts.overdue),
        ("上报 escalations", counts.escalations),
        ("整改通知 rectifications notified", counts.rectifications_notified),
        ("整改完成 rectifications accepted", counts.rectifications_accepted),
    ):
        done.add_row(label, str(count))
    return Columns([done, phases], padding=(0, 4))


def _two_columns(title: str) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, pad_edge=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    return table
