"""A database that lacks a table or a column of the log: waiting does not help."""

from __future__ import annotations

import re

_MISSING = (
    re.compile(r"no such (?:table|column): (?P<part>[\w.]+)", re.ASCII),
    re.compile(r"has no column named (?P<part>\w+)", re.ASCII),
    re.compile(r'(?:relation|column) "(?P<part>[\w.]+)" does not exist', re.ASCII),
)


def missing_part(error: BaseException | None) -> str | None:
    """The table or column that a database says it lacks; `None` for any other error."""
    matches = (pattern.search(str(error)) for pattern in _MISSING) if error else ()
    return next((found["part"] for found in matches if found), None)


def incomplete(part: str) -> str:
    """The message that the log lacks a part."""
    return (
        f"事件库不完整或已损坏：缺少 {part}，重试无济于事；请停止办理，保留现有文件，"
        "用 jixiao restore 恢复备份，再执行 jixiao doctor 核对 / "
        f"the event log is incomplete or damaged: it has no {part}. Trying again does not help: "
        "keep its files, restore a backup with `jixiao restore`, then run `jixiao doctor`"
    )
