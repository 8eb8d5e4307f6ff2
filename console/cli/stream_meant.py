"""The subject that a reader means by a whole stream, or by its end, as P001 or unit/U01."""

from __future__ import annotations

from console.cli.ask_boards import refuse
from domain.kernel.subject_ids import subject_of
from store.port import EventLog

_MOST_LISTED = 10


def stream_meant(log: EventLog, text: str, option: str = "subject") -> str:
    """A whole stream as it is, else the one stream of the log that ends so.

    Ends with exit code 2 if there is none, or if there are several.
    """
    if subject_of(text) is not None:
        return text
    if (found := ended_so(log, text, option)) is not None:
        return found
    return refuse(
        f"{option}: 库中没有 {text}；对象写作 区划代码/年度/编码，如 653130/2026/P001，或只写末尾的"
        f"编码 / nothing is known of {text}: a subject is 653130/2026/P001, or its end"
    )


def ended_so(log: EventLog, text: str, option: str = "subject") -> str | None:
    """The one stream of the log that ends so, or `None`; several end with exit code 2."""
    found = [one for one in log.streams("") if one.endswith(f"/{text}")]
    if len(found) > 1:
        listed = "、".join(found[:_MOST_LISTED])
        more = "" if len(found) <= _MOST_LISTED else f" 等 {len(found)} 个"
        refuse(f"{option}: {text} 有多个，请指明 / is the code of several: {listed}{more}")
    return found[0] if found else None
