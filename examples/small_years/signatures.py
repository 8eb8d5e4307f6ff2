"""Acts that two people of the bureau sign: proposed by one, signed by the head the day after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from acts import Act, act, budget, bureau
from county import County

_FIRST_DAY = "01-04"
_HEAD = "fin-07"


def signed(county: County, acts: Sequence[Act]) -> Iterator[Act]:
    """The acts in their order; those that need two signatures as proposals and signatures."""
    told = county.data.get("signatures")
    if told is None:
        yield from acts
        return
    yield from _asked_for(county, told)
    numbers = Counter[str]()
    for at, one in enumerate(acts):
        if one["command"] not in told["acts"]:
            yield one
        elif _is_tried(one, acts[at + 1 :]):
            yield _proposed(one)
        else:
            yield from _by_two(told, one, numbers)


def _asked_for(county: County, told: dict[str, Any]) -> Iterator[Act]:
    """Who signs as head, and which acts need it from the first day on."""
    first = county.day(_FIRST_DAY)
    fields = {"section": "finance", "office": "section_head", "person": _HEAD, "since": first}
    people = f"{county.code}/organisations"
    yield act(first, budget(), "signer.set", people, **fields, document="合成分工文件（示例）")
    table = ", ".join(f"{name}=2" for name in told["acts"])
    for parameter, value in (("signatures", table), ("signature.after_days", "5")):
        fields = {"parameter": parameter, "value": value, "since": first}
        yield act(first, budget(), "parameter.set", **fields)


def _is_tried(one: Act, later: Iterable[Act]) -> bool:
    """Whether an act is tried in vain: it comes again, and nothing was reopened before that."""
    of_subject = (other for other in later if other.get("subject") == one["subject"])
    for other in of_subject:
        if other["command"] == "grade.reopen":
            return False
        if other["command"] == one["command"]:
            return True
    return False


def _by_two(told: dict[str, Any], one: Act, numbers: Counter[str]) -> Iterator[Act]:
    """An act proposed and signed; one is tried alone first, one is returned and proposed anew."""
    subject, on = one["subject"], one["on"]
    project = subject.rpartition("/")[2]
    is_grade = one["command"] == "grade.finalise"
    if is_grade and project == told["alone"]:
        yield one
    yield _proposed(one)
    numbers[subject] += 1
    if is_grade and project == told["returned"]:
        reason = "请附重点评价报告（示例）。"
        fields = {"number": numbers[subject], "reason": reason}
        yield act(_after(on, 1), bureau(_HEAD), "act.return-proposal", subject, **fields)
        on = _after(on, 2)
        yield _proposed(one, on)
        numbers[subject] += 1
    fields = {"number": numbers[subject], "act": one["command"]}
    yield act(_after(on, 1), bureau(_HEAD), "act.sign", subject, **fields)


def _proposed(one: Act, on: str | None = None) -> Act:
    """The proposal of an act, on its own day or later."""
    ours = {"on", "actor", "command", "subject"}
    content = {name: value for name, value in one.items() if name not in ours}
    told = {"act": one["command"], **({"content": content} if content else {})}
    return act(on or one["on"], one["actor"], "act.propose", one["subject"], **told)


def _after(on: str, days: int) -> str:
    return str(date.fromisoformat(on) + timedelta(days=days))
