"""The ways on from a wrong act that is never withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

WayOn = tuple[str, str]
"""The way on from an act, in Chinese and English."""

WaysOn = Mapping[str, WayOn]
"""The way on from each act by its name; the catalogue of a subject has them."""

FILER = (
    "填报由填报人以 correct 撤回或更正，或由审核人退回",
    "a filing is taken back or replaced by its filer (correct), or returned by the reviewer",
)


def is_filing(name: str) -> bool:
    """Whether an act is a filing, which its filer takes back or the reviewer returns."""
    return name.rpartition(".")[2].startswith("file")


def why_not(key: str, named: str, instead: WaysOn) -> tuple[str, str]:
    """Why an act is never undone, and the way on; `instead` has those of its kind of subject."""
    name = key.partition(":")[0]
    if named.partition(" ")[0] == name:
        return f"没有名为“{key}”的事项，请核对事项名称。", f"there is no act {key}."
    found = instead.get(name) or (FILER if is_filing(name) else None)
    zh, en = (f"：{found[0]}", f": {found[1]}") if found else ("", "")
    return f"“{named}”（{key}）不适用撤回{zh}。", f"{key} is no act that is taken back{en}."
