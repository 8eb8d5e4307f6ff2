"""Disclosure as `disclosure.required` asks for it: by whom, or kept back by an exception."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from acts import CHANNEL, OTHER_CHANNEL, PORTALS, Act, act, filer, monitoring
from county import County


class Disclosed(Protocol):
    """Something whose year makes artefacts."""

    @property
    def unit(self) -> str:
        """The unit that publishes."""
        ...

    @property
    def confidential(self) -> bool:
        """Whether it is confidential."""
        ...


def disclosure(
    county: County,
    what: Disclosed,
    subject: str,
    artefact: str,
    on: str,
    *,
    redacted: bool = False,
) -> Iterator[Act]:
    """Publish by each of those named; what is confidential is tried in vain, then excepted.

    `redacted`: a part of it is unreadable.
    """
    answer = county.ask(
        "disclosure.required", on, artefact=artefact, confidential=what.confidential
    )
    outcome = answer.outcome or {}
    channel = str(outcome.get("channel"))
    if outcome.get("approval_required"):
        yield publication(on, monitoring(), subject, artefact, channel)
        fields = {
            "artefact": artefact,
            "approver": "合成审批人（示例）",
            "reason": "涉密（示例）。",
        }
        yield act(on, monitoring(), "disclosure.approve-exception", subject, **fields)
    elif outcome.get("required"):
        for role in outcome["by"] or ("unit",):
            actor = monitoring() if role == "finance" else filer(what.unit)
            told = publication(on, actor, subject, artefact, channel)
            yield told | {"redacted": True} if redacted else told


def keeping_back(subject: str, artefact: str, on: str, extent: str) -> Act:
    """The bureau keeps sensitive content back, as a whole or in part."""
    fields = {
        "artefact": artefact,
        "approver": "合成审批人（示例）",
        "reason": "涉及企业商业秘密（示例）。",
        "ground": "sensitive",
        "extent": extent,
    }
    part = {"withheld": "附表中的企业名称（示例）"} if extent == "part" else {}
    return act(on, monitoring(), "disclosure.approve-exception", subject, **fields, **part)


def excepted_by(county: County, artefact: str, on: str) -> list[str]:
    """What the text itself keeps back of an artefact."""
    return county.ask("disclosure.excepted", on, artefact=artefact).outcome or []


def elsewhere(what: Disclosed, subject: str, artefact: str, on: str) -> Act:
    """A publication of the unit in a channel that no text names and that is on no list."""
    fields = {"artefact": artefact, "published_on": on, "address": "合成网址（示例）"}
    where = {"channel": OTHER_CHANNEL, "medium": "other"}
    return act(on, filer(what.unit), "disclosure.publish", subject, **fields, **where)


def publication(on: str, actor: Act, subject: str, artefact: str, channel: str) -> Act:
    """The record of a publication on the same day: on the portal that the text names, if any."""
    where = {
        "channel": PORTALS.get(channel, CHANNEL),
        "medium": channel if channel in PORTALS else "other",
        "address": "合成网址（示例）",
    }
    fields = {"artefact": artefact, "published_on": on}
    return act(on, actor, "disclosure.publish", subject, **fields, **where)


def comes_first(county: County, artefact: str, on: str) -> bool:
    """Whether the people's congress approves the budget before the artefact is published."""
    return county.ask("disclosure.not_before", on, artefact=artefact).stated
