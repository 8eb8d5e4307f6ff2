"""Disclosure as `disclosure.required` asks for it: by whom, or kept back by an exception."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from acts import CHANNEL, Act, act, filer, monitoring
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
    county: County, what: Disclosed, subject: str, artefact: str, on: str
) -> Iterator[Act]:
    """Publish by each of those named; what is confidential is tried in vain, then excepted."""
    answer = county.ask(
        "disclosure.required", on, artefact=artefact, confidential=what.confidential
    )
    outcome = answer.outcome or {}
    if outcome.get("approval_required"):
        yield publication(on, monitoring(), subject, artefact)
        fields = {
            "artefact": artefact,
            "approver": "合成审批人（示例）",
            "reason": "涉密（示例）。",
        }
        yield act(on, monitoring(), "disclosure.approve-exception", subject, **fields)
    elif outcome.get("required"):
        for role in outcome["by"] or ("unit",):
            actor = monitoring() if role == "finance" else filer(what.unit)
            yield publication(on, actor, subject, artefact)


def publication(on: str, actor: Act, subject: str, artefact: str) -> Act:
    """The record of a publication on the same day."""
    fields = {"artefact": artefact, "channel": CHANNEL, "published_on": on}
    return act(on, actor, "disclosure.publish", subject, **fields)
