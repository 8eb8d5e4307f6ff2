"""The ways on from a wrong act that is never withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

WaysOn = Mapping[str, tuple[str, str]]
"""The way on from each act by its name, in both languages."""

OF_ALL: WaysOn = {
    "deadline.set": (
        "请再次办理 deadline.set 通知正确的日期，以后一次为准",
        "set the right day by deadline.set, and the later one counts",
    ),
    "extend": (
        "填报人已按准予的日期安排，不能收回；日期有误的，请再次办理 extend（须晚于现定日期）",
        "whoever owes the filing counts on it: extend once more to the right day, a later one",
    ),
    "delegate": (
        "请以 delegation.end 结束或收回委托",
        "end it or take it back by delegation.end",
    ),
    "delegation.end": (
        "请以 delegate 重新委托",
        "delegate again by delegate",
    ),
    "attach": (
        "附件只增不减，请另行提交正确的附件",
        "attachments are only added: attach the right one",
    ),
    "act.withdraw": (
        "请重新办理被误撤的事项",
        "take the act again that was withdrawn by mistake",
    ),
    "act.correct": (
        "请对更正后的事项再次更正或撤回",
        "correct or withdraw the act that took its place",
    ),
    "record.annotate": (
        "请再次办理 record.annotate 写明正确的日期，以后一次为准",
        "state the right day by record.annotate, and the later one counts",
    ),
    "disclosure.publish": (
        "已向社会公开的事实不能收回；内容有误的，更正后另行公开",
        "what was made public stays public: correct the content and publish it again",
    ),
    "subjects.send-again": (
        "重新送达只送一次原有事项，不改变任何内容；要收回的是原选取或抽取",
        "it sends an act once more and changes nothing: withdraw the selection or the draw itself",
    ),
    "joint-review.record": (
        "请再次办理 joint-review.record 记录正确的会审意见，以后一次为准",
        "record the right findings by joint-review.record, and the later ones count",
    ),
    "parameter.set": (
        "请再次办理 parameter.set 设定正确的值，以后一次为准",
        "set the right value by parameter.set, and the later one counts",
    ),
    "project.add": (
        "登记有误的，以 project.withdraw 撤销，再以新代码登记",
        "withdraw the project (project.withdraw) and register it under another code",
    ),
    "policy.add": (
        "登记有误的，以 policy.withdraw 撤销，再以新代码登记",
        "withdraw the policy (policy.withdraw) and register it under another code",
    ),
    "unit.add": (
        "登记有误的，以 unit.withdraw 撤销",
        "withdraw the unit (unit.withdraw)",
    ),
    "history.import": (
        "导入有误的，以 project.withdraw 撤销该项目，再以新代码导入",
        "withdraw the project (project.withdraw) and import it under another code",
    ),
    "county.add": (
        "登记有误的，以 county.withdraw 撤销",
        "withdraw the county (county.withdraw)",
    ),
    "year.open": (
        "年度一经启动，项目和单位即登记在册，不能收回；个别登记有误的逐个撤销",
        "an open year has its projects and units: withdraw those that are wrong one by one",
    ),
    "year.close": (
        "年度关闭后不再受理任何事项；记录日期有误的可用 record.annotate 更正",
        "a closed year takes no more acts; wrong days are put right by record.annotate",
    ),
    "pack.adopt": (
        "请重新采用正确的规则包（pack.adopt），自采用之日起以后一次为准",
        "adopt the right pack by pack.adopt: from that day on the later one counts",
    ),
    "ruling.record": (
        "请再次办理 ruling.record 记录正确的裁定，以后一次为准",
        "record the right ruling by ruling.record, and the later one counts",
    ),
    "work-calendar.publish": (
        "请再次办理 work-calendar.publish 公布正确的日历，以后一次为准",
        "publish the right calendar by work-calendar.publish, and the later one counts",
    ),
    "role.assign": (
        "请以 role.end 结束该任职",
        "end the role by role.end",
    ),
    "role.end": (
        "请以 role.assign 重新登记任职",
        "assign the role again by role.assign",
    ),
    "unit.merge": (
        "合并后各项已移交承接单位，不能收回；误登记的，可将承接单位再行分立（unit.split）",
        "its subjects are with the successor: where that is wrong, split that (unit.split)",
    ),
    "unit.split": (
        "分立后各项已移交承接单位，不能收回；误登记的，可将承接单位合并（unit.merge）",
        "its subjects are with the successors: where that is wrong, merge these (unit.merge)",
    ),
}
"""Acts that are never undone, in all kinds of subjects."""

FILER = (
    "填报由填报人以 correct 撤回或更正，或由审核人退回",
    "a filing is taken back or replaced by its filer (correct), or returned by the reviewer",
)


def is_filing(name: str) -> bool:
    """Whether an act is a filing, which its filer takes back or the reviewer returns."""
    return name.rpartition(".")[2].startswith("file")


def why_not(key: str, named: str, instead: WaysOn) -> tuple[str, str]:
    """Why an act is never undone, and the way on; `instead` has those of one kind of subject."""
    name = key.partition(":")[0]
    if named.partition(" ")[0] == name:
        return f"没有名为“{key}”的事项，请核对事项名称。", f"there is no act {key}."
    found = instead.get(name) or OF_ALL.get(name) or (FILER if is_filing(name) else None)
    zh, en = (f"：{found[0]}", f": {found[1]}") if found else ("", "")
    return f"“{named}”（{key}）不适用撤回{zh}。", f"{key} is no act that is taken back{en}."
