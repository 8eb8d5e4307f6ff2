"""The letter that takes back what an act of the bureau said, and the letters that followed it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.vocabulary import Role
from domain.shared.filings.undoable import BECOMES, ActWithdrawn
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said


def undone_letter(event: ActWithdrawn, about: About, names: DeadlineNames) -> Said:
    """The letter to the unit: what was withdrawn, why, and what becomes of what rested on it."""
    lines = (*_lines(event, names), *reason_lines(event.reason, about))
    kind = "更正" if event.replaced else "撤回"
    return Said(Role.UNIT, kind, names.named(event.act), lines)


def _lines(event: ActWithdrawn, names: DeadlineNames) -> Iterator[str]:
    again = "现重新办理，以更正后的结果为准" if event.replaced else "以重新办理的结果为准"
    yield f"{event.on} 办理的“{names.named(event.act)}”已撤回，{again}。"
    for one in event.follows:
        yield f"“{names.named(one.of)}”：{BECOMES[one.becomes]}。"
        if one.becomes == "cancelled":
            yield "此前就此发出的通知和催办一并作废，无须办理。"
