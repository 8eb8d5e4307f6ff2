"""Acts as lines of a scenario, and the people who take them."""

from __future__ import annotations

from typing import Any

Act = dict[str, Any]

CHANNEL = "合成公开渠道（示例）"
OTHER_CHANNEL = "合成微信公众号（示例）"
"""A channel that no text names and that stands on no list."""

PORTALS = {
    "government_portal": "合成政府门户网站（示例）",
    "finance_portal": "合成财政网站（示例）",
}
LIBRARY = "GX"
"""The class of the indicators in the library, and the beginning of their codes."""

_TARGETS, _MONITORING, _BUDGET, _EVALUATION, _KEY, _LEADER = (
    f"fin-0{number}" for number in (1, 2, 3, 5, 6, 9)
)


def act(on: str, actor: Act, command: str, subject: str | None = None, **fields: Any) -> Act:
    """One line; without a subject it is an act on the jurisdiction's year."""
    named = {} if subject is None else {"subject": subject}
    return {"on": on, "actor": actor, "command": command, **named, **fields}


def _person(role: str, identity: str, organisation: str) -> Act:
    return {"id": identity, "organisation": organisation, "role": role}


def bureau(person: str = _LEADER) -> Act:
    """A person of the finance bureau."""
    return _person("finance", person, "finance")


def targets() -> Act:
    """The bureau's person for assessments and targets."""
    return bureau(_TARGETS)


def monitoring() -> Act:
    """The bureau's person for monitoring and disclosure."""
    return bureau(_MONITORING)


def budget() -> Act:
    """The bureau's person for the budget and the use of results."""
    return bureau(_BUDGET)


def evaluation() -> Act:
    """The bureau's person for evaluation."""
    return bureau(_EVALUATION)


def key() -> Act:
    """The bureau's person for key evaluation and third parties."""
    return bureau(_KEY)


def of_section(code: str) -> Act:
    """A person of a section of the bureau."""
    return _person("finance", f"{code.lower()}-01", code)


def filer(unit: str) -> Act:
    """The person who files for a unit."""
    return _person("unit", f"{unit.lower()}-01", unit)


def filer_as_reviewer(unit: str) -> Act:
    """The same person, who now sits at the bureau and reviews what is their own."""
    return _person("finance", f"{unit.lower()}-01", "finance")


def department(unit: str) -> Act:
    """The person who evaluates for a department."""
    return _person("department", f"{unit.lower()}-02", unit)


def institution(code: str) -> Act:
    """A person of a third-party institution."""
    return _person("third_party", f"{code.lower()}-01", code)


def panel() -> Act:
    """The chair of the expert panel."""
    return _person("expert_panel", "panel-01", "panel")


def auditor() -> Act:
    """A person of the audit office."""
    return _person("audit", "audit-01", "audit")


def congress() -> Act:
    """The people's congress."""
    return _person("congress", "congress-01", "congress")


def government() -> Act:
    """The people's government."""
    return _person("government", "government-01", "government")


def lower_bureau(county: str) -> Act:
    """A person of the finance bureau of a county of the prefecture."""
    return _person("finance", f"{county}-01", county)
