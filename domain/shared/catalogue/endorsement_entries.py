"""The superior department's review of filings in the catalogues, with its letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.kernel.vocabulary import Role
from domain.shared.catalogue.entries import (
    RETURNED,
    DeadlineEntry,
    EventEntry,
    Mark,
    SendsBack,
    Settles,
    Tone,
    act,
)
from domain.shared.deadlines.endorsements import endorsement_of
from domain.shared.filings.endorsement import (
    EndorsementWaived,
    FilingReferred,
    FilingReturnedToUnit,
)
from domain.shared.filings.endorsement_policies import named
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from domain.shared.people.departments import KINDS


def _referred(event: FilingReferred, _about: About, _names: DeadlineNames) -> Said:
    name = named(event.filing).zh
    by = f"请于 {event.due}（含当日）前" if event.due else "请及时"
    line = f"所属单位已提交{name}。{by}审核：同意的，由财政部门再审；不同意的，请退回单位修改。"
    return Said(Role.DEPARTMENT, "请审核", name, (line,), event.department)


def _returned(event: FilingReturnedToUnit, about: About, _names: DeadlineNames) -> Said:
    name = named(event.filing).zh
    lines = (f"{name}已被主管部门退回，请修改后重新提交。", *reason_lines(event.reason, about))
    return Said(Role.UNIT, "退回", name, lines)


def _waived(event: EndorsementWaived, about: About, _names: DeadlineNames) -> Said:
    name = named(event.filing).zh
    line = f"{name}未经审核，已由财政部门直接受理，无须再审。"
    lines = (line, *reason_lines(event.reason, about))
    return Said(Role.DEPARTMENT, "直接受理", name, lines, event.department)


def _endorsement(_kind: str, event: Any) -> Iterable[str]:
    return (endorsement_of(event.filing),)


def _filing(_kind: str, event: Any) -> Iterable[str]:
    return (event.filing,)


_DECIDED = Settles("endorsement", by=Role.DEPARTMENT, keys=_endorsement)

REFERRED = EventEntry("filing.referred", "填报送主管部门审核", letter=_referred)
"""The referral of a filing, in the outcome of the act that files it."""

ENDORSEMENT = (
    act(
        "filing.endorse",
        EventEntry("filing.endorsed", "主管部门审核同意", settles=_DECIDED),
    ),
    act(
        "filing.return-to-unit",
        EventEntry(
            "filing.returned-to-unit",
            "主管部门退回填报",
            RETURNED,
            _returned,
            _DECIDED,
            "return",
            sends_back=SendsBack("filing", _filing),
        ),
    ),
    act(
        "filing.waive-endorsement",
        EventEntry(
            "filing.endorsement-waived",
            "未经主管部门审核直接受理",
            Mark("endorsement waived", "直接受理", Tone.CAUTION),
            _waived,
            problem="warning",
            labels={
                "filing": "填报 filing",
                "department": "主管部门 department",
                "due": "审核期限 due",
                "approver": "批准人 approver",
                "reason": "理由 reason",
            },
        ),
    ),
)
"""The acts of a department's review, and the bureau's way on without it."""


def deadlines(*kinds: str) -> tuple[DeadlineEntry, ...]:
    """The deadlines of the department's review of these kinds of filings."""
    return tuple(
        DeadlineEntry(
            endorsement_of(kind),
            Name(f"主管部门审核{KINDS[kind].zh}", f"department's review: {KINDS[kind].en}"),
            Role.DEPARTMENT,
        )
        for kind in kinds
    )
