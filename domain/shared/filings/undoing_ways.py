"""The ways on from a wrong act that is never withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

WaysOn = Mapping[str, tuple[str, str]]
"""The way on from each act by its name, in both languages."""

_OF_ALL: WaysOn = {
    "deadline.set": (
        "请再次办理 deadline.set 通知正确的日期，以后一次为准",
        "set the right day by deadline.set, and the later one counts",
    ),
    "delegate": (
        "请以 delegation.end 结束或收回委托",
        "end it or take it back by delegation.end",
    ),
    "attach": (
        "附件只增不减，请另行提交正确的附件",
        "attachments are only added: attach the right one",
    ),
}
"""Those of every kind of subject."""

_FILER = (
    "填报由填报人以 correct 撤回或更正，或由审核人退回",
    "a filing is taken back or replaced by its filer (correct), or returned by the reviewer",
)


def why_not(key: str, named: str, instead: WaysOn) -> tuple[str, str]:
    """Why an act is never undone, and the way on; `instead` has those of one kind of subject."""
    name = key.partition(":")[0]
    if named.partition(" ")[0] == name:
        return f"没有名为“{key}”的事项，请核对事项名称。", f"there is no act {key}."
    found = instead.get(name) or _OF_ALL.get(name) or (_FILER if ".file" in name else None)
    zh, en = (f"：{found[0]}", f": {found[1]}") if found else ("", "")
    return f"“{named}”（{key}）不适用撤回{zh}。", f"{key} is no act that is taken back{en}."
