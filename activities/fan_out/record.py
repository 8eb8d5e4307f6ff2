"""The recorded result of a fan-out: the number of acceptances, and the refusals by code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import structlog

from activities.outcomes import Json
from domain.kernel.refusal import ALREADY_SO, PASSING
from domain.shared.fan_out.messages import LISTED, Reached, Refused, as_content, bounded

log = structlog.get_logger()

_Reason = tuple[str, tuple[str, ...], bool]


def recorded_of(
    outcomes: Mapping[str, Json],
    before: Iterable[Refused],
    keep: Callable[[bytes], str],
) -> Reached:
    """The record of a sending, from its subjects' outcomes.

    `before` refused finally in an earlier sending of the same fan-out. `keep` stores content and
    returns its sha256; it is used when the refusals are too many for an event.
    """
    new = {subject: one for subject, one in outcomes.items() if not _taken(one)}
    for subject, one in new.items():
        log.warning("not taken", subject=subject, code=one["code"], why=one["en"])
    refused = _grouped(new, before)
    if not refused:
        return Reached(len(outcomes))
    accepted = len(outcomes) - len(new)
    if sum(one.count for one in refused) <= LISTED:
        return Reached(len(outcomes), accepted, tuple(refused))
    return Reached(len(outcomes), accepted, bounded(refused), keep(as_content(refused)))


def _taken(outcome: Json) -> bool:
    """Whether the subject has accepted the act, now or before."""
    return outcome["status"] == "accepted" or outcome["code"] in ALREADY_SO


def _grouped(new: Mapping[str, Json], before: Iterable[Refused]) -> list[Refused]:
    """The refusals grouped by reason, in an order that does not depend on who answered first."""
    groups: dict[_Reason, set[str]] = {
        (one.code, one.awaits, one.final): set(one.subjects) for one in before
    }
    for subject, outcome in new.items():
        groups.setdefault(_reason(outcome), set()).add(subject)
    return [
        Refused(
            code=code, awaits=awaits, final=final, count=len(names), subjects=tuple(sorted(names))
        )
        for (code, awaits, final), names in sorted(groups.items())
    ]


def _reason(outcome: Json) -> _Reason:
    awaits = {one["rule"] for one in outcome["basis"] if one["reason"] == "needs_ruling"}
    final = outcome.get("final", False) or outcome["code"] not in PASSING
    return outcome["code"], tuple(sorted(awaits)), final
