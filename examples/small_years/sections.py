"""The sections of a bureau: their remit, and who acts outside of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acts import Act, act, budget, of_section
from county import County

_FIRST_DAY = "01-03"
_DOCUMENT = "合成三定方案（示例）"


def sections(county: County) -> Iterator[Act]:
    """The division of work: tried without the section that a clause names, then as it is."""
    first, stream = county.day(_FIRST_DAY), f"{county.code}/organisations"
    for one in county.data.get("sections", []):
        told = {**one, "since": first, "document": _DOCUMENT}
        if _named(county, first, one) - set(one["acts_as"]):
            raise ValueError(f"{one['section']} lacks what a clause asks for")
        if one["acts_as"]:
            yield act(first, budget(), "section.set", stream, **told | {"acts_as": []})
        yield act(first, budget(), "section.set", stream, **told)
    yield from _outside(county)


def _named(county: County, on: str, section: dict[str, Any]) -> set[str]:
    """The sections that clauses name for the budgets of a remit."""
    asked = (
        county.ask("sections.lead", on, budget_type=one, subject=None)
        for one in section["budget_types"]
    )
    return {answer.outcome["section"] for answer in asked if answer.outcome}


def _outside(county: County) -> Iterator[Act]:
    """A section extends a deadline of a project that is in the remit of another section."""
    told = county.data.get("outside_the_remit")
    if told:
        node = county.day("05-31")
        yield act(
            county.day(told["on"]),
            of_section(told["section"]),
            "extend",
            county.project(told["project"]),
            deadline=f"monitoring.result:{node}",
            until=county.day("06-20"),
            approver="局长（示例）",
            reason="材料未齐（示例）",
        )
