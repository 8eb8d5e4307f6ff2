"""Refusals of a withdrawal: each tells whether the act can be withdrawn at all, and the way on."""

from __future__ import annotations

from collections.abc import Mapping

from domain.kernel.refusal import Code, Refusal

WaysOn = Mapping[str, tuple[str, str]]

_INSTEAD: WaysOn = {
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
"""The ways on from a wrong act that is never withdrawn, of every kind of subject."""

_FILER = (
    "填报由填报人以 correct 撤回或更正，或由审核人退回",
    "a filing is taken back or replaced by its filer (correct), or returned by the reviewer",
)


def cannot_be_withdrawn(key: str, named: str, instead: WaysOn) -> Refusal:
    """The refusal of an act that is never withdrawn, with the way on; or of no act at all.

    `instead` has the ways on from the acts of one kind of subject.
    """
    if named.partition(" ")[0] == key.partition(":")[0]:
        return Refusal(
            Code.WRONG_PHASE,
            f"没有名为“{key}”的事项，请核对事项名称。",
            f"there is no act {key}: check the name.",
            "act",
        )
    zh, en = _way_on(key.partition(":")[0], instead)
    return Refusal(
        Code.WRONG_PHASE,
        f"“{named}”（{key}）不适用撤回（act.withdraw）{zh}。",
        f"{key} is no act that act.withdraw takes back{en}.",
        "act",
    )


def _way_on(name: str, instead: WaysOn) -> tuple[str, str]:
    found = instead.get(name) or _INSTEAD.get(name) or (_FILER if ".file" in name else None)
    return (f"：{found[0]}", f": {found[1]}") if found else ("", "")


def lacks_its_node(key: str, named: str) -> Refusal:
    """The refusal of an act that is named without its node, duty or document."""
    return Refusal(
        Code.WRONG_PHASE,
        f"“{named}”（{key}）须注明是哪一项：在名称后加冒号和节点、任务或文号，"
        f"如 monitoring.review:2026-05-31。",
        f"say which {key} is meant: add a colon and its node, duty or document, as in "
        "monitoring.review:2026-05-31.",
        "act",
    )


def does_not_stand(key: str, named: str) -> Refusal:
    """The refusal of an act that was not taken, or was withdrawn already."""
    return Refusal(
        Code.WRONG_PHASE,
        f"没有可撤回的“{named}”（{key}）：该事项未办理，或已撤回。",
        f"no act {key} stands that could be withdrawn: it was not taken, or was withdrawn.",
        "act",
    )
