"""The letter that takes back what an act of the bureau said, and the letters that followed it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.vocabulary import Role
from domain.shared.filings.undoable import BECOMES, ActWithdrawn
from domain.shared.letters.text import reason_lines
from domain.shared.letters.types import About, DeadlineNames, Said

_UNTOLD = frozenset({SubjectKind.JURISDICTION_YEAR, SubjectKind.THIRD_PARTY})
"""The kinds of subjects whose acts are told to nobody but a county."""


def undone_letter(event: ActWithdrawn, about: About, names: DeadlineNames) -> Said | None:
    """The letter of a withdrawal: the act, the reason, and the fate of what rested on it.

    It goes to the county of an act on a county, to whoever got a filing back, otherwise to the
    unit. Acts on the bureau's own year or on an institution have no letter: their own letters told
    nobody.
    """
    county, returned_to = names.county_of(event.act), names.returned_to(event.act)
    if county is None and parse_subject(about.stream).kind in _UNTOLD:
        return None
    role = Role.FINANCE if county else returned_to or Role.UNIT
    lines = (*_lines(event, names), *reason_lines(event.reason, about))
    kind = "更正" if event.replaced else "撤回"
    return Said(role, kind, names.named(event.act), lines, organisation=county)


def _lines(event: ActWithdrawn, names: DeadlineNames) -> Iterator[str]:
    yield f"{event.on} 办理的“{names.named(event.act)}”已撤回，{_again(event, names)}。"
    for one in event.follows:
        yield f"“{names.named(one.of)}”：{BECOMES[one.becomes]}。"
        if one.becomes == "cancelled":
            yield "此前就此发出的通知和催办一并作废，无须办理。"


def _again(event: ActWithdrawn, names: DeadlineNames) -> str:
    if names.returned_to(event.act):
        return "退回通知作废，原填报继续审核，无须重新填报"
    return "现重新办理，以更正后的结果为准" if event.replaced else "以重新办理的结果为准"
