"""The catalogue entries of signing: titles, letters and deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.kernel.in_force import OFFICES, Office
from domain.kernel.vocabulary import Role
from domain.shared.catalogue.entries import (
    DeadlineEntry,
    EventEntry,
    Mark,
    Settles,
    Tone,
    act,
)
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.signatures.asked import OFFICE_NAMES
from domain.shared.signatures.messages import (
    ActProposed,
    ActSigned,
    ProposalReturned,
    deadline_of,
    kind_of,
)


def _asks(event: ActProposed, _about: About, _names: DeadlineNames) -> Said:
    return _asked("section_head", event.number)


def _goes_on(event: ActSigned, _about: About, _names: DeadlineNames) -> Said | None:
    return None if event.last else _asked("leader", event.number)


def _asked(office: Office, number: int) -> Said:
    lines = (f"第{number}号提请待{OFFICE_NAMES[office]}签署，请签署（act.sign），或说明理由退回。",)
    return Said(Role.FINANCE, "请签", f"第{number}号提请", lines)


def _returned(event: ProposalReturned, about: About, _names: DeadlineNames) -> Said:
    lines = (
        f"{event.proposed_by} 提出的第{event.number}号提请已退回，请修改后重新提请。",
        *reason_lines(event.reason, about, "理由"),
    )
    return Said(Role.FINANCE, "退回", f"第{event.number}号提请", lines)


def _signature(_kind: str, event: ActSigned) -> Iterable[str]:
    return (deadline_of(event.office, event.number),)


_LABELS = {
    "number": "提请号 number",
    "act": "事项 act",
    "proposed_by": "提请人 proposed by",
    "reason": "理由 reason",
}

_PROPOSED = {name: _LABELS[name] for name in ("number", "act")}
_SIGNED, _SIGNED_BY_LEADER = (
    EventEntry(
        "act.signed",
        "签署",
        Mark("signed", "签署"),
        _goes_on,
        settles=Settles(kind_of(office), keys=_signature, due=lambda event: event.due),
        labels=_PROPOSED,
    )
    for office in OFFICES
)

SIGNING = (
    act(
        "act.propose",
        EventEntry("act.proposed", "提请签署", Mark("proposed", "提请"), _asks, labels=_PROPOSED),
        instead=(
            "请以 act.withdraw-proposal 撤回，再重新提请",
            "withdraw it by act.withdraw-proposal and propose it again",
        ),
    ),
    act(
        "act.sign",
        replace(_SIGNED, told_by="office", variants={"leader": _SIGNED_BY_LEADER}),
        instead=(
            "未生效的，由待签署人以 act.return-proposal 退回；已生效的，以 act.withdraw 撤回该事项",
            "the next signer returns it (act.return-proposal); what took effect: act.withdraw",
        ),
    ),
    act(
        "act.return-proposal",
        EventEntry(
            "act.proposal-returned",
            "退回提请",
            Mark("proposal returned", "退回", Tone.CAUTION),
            _returned,
            problem="correction",
            labels=_LABELS,
        ),
        instead=("请以 act.propose 重新提请", "propose it again by act.propose"),
    ),
    act(
        "act.withdraw-proposal",
        EventEntry(
            "act.proposal-withdrawn",
            "撤回提请",
            Mark("proposal withdrawn", "撤回提请", Tone.CHANGE),
            problem="correction",
            labels=_LABELS,
        ),
        instead=("请以 act.propose 重新提请", "propose it again by act.propose"),
    ),
)
"""Acts of the bureau proposed, signed, returned and withdrawn."""

SIGNATURES = (
    DeadlineEntry(kind_of("section_head"), Name("股室负责人签署", "signature of section head")),
    DeadlineEntry(kind_of("leader"), Name("分管领导签署", "signature of leader in charge")),
)
"""The deadlines of signatures."""
