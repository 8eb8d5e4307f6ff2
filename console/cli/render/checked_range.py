"""The checked range of a log: the first position, the number of rows, and the next start."""

from __future__ import annotations

from typing import Any

from store.integrity_check import Checked, GivenUp

_GIVEN_UP = {
    GivenUp.OTHER_COPY: "属于本库的另一副本或另一库 is of another copy or another log",
    GivenUp.OTHER_CHECKS: "由另一版本的检查写入 was written by another version of the checks",
    GivenUp.DAMAGED: "已损坏 was damaged",
}


def range_json(checked: Checked) -> dict[str, Any]:
    """The checked range as JSON values; the check began after the positions."""
    return {
        "events": {
            "behind": checked.since[0],
            "until": checked.until[0],
            "checked": checked.events,
        },
        "commands": {
            "behind": checked.since[1],
            "until": checked.until[1],
            "checked": checked.commands,
        },
        "kept": checked.kept,
        "given_up": checked.given_up,
    }


def range_text(checked: Checked) -> str:
    """The checked range as a line."""
    since, until = checked.since, checked.until
    text = (
        f"日志 log: 事件自位置 {since[0]} 起 events from position {since[0]} to {until[0]}: "
        f"{checked.events}；命令自 {since[1]} 起 commands from {since[1]} to {until[1]}: "
        f"{checked.commands}"
    )
    if any(since):
        text += (
            "；以前的见上次检查，全部重查 the rows before were sound at the last check; all: --all"
        )
    if checked.given_up:
        text += f"；从头检查 begun at 0: checked.db {_GIVEN_UP[checked.given_up]}"
    if not checked.faults and not checked.kept:
        text += "；检查位置未能保存 where to go on could not be kept"
    return text
