"""The figures of counties in their annual summaries, and what they come to in the prefecture's.

A figure is a number of objects with the funds in them. A county gives each at most once, or leaves
it out; the prefecture's report names who left it out, and adds nothing for them (KZ-051).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import Field, NonNegativeInt

from domain.kernel import refusals
from domain.kernel.message import Message
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Yuan
from domain.subjects.jurisdiction_year.state import County, JurisdictionYear

FigureName = Literal[
    "project_targets",
    "overall_targets",
    "new_project_assessments",
    "monitored_in_may",
    "monitored_in_august",
    "self_evaluations",
    "overall_self_evaluations",
    "department_evaluations",
    "key_evaluations",
    "disclosed_targets",
    "disclosed_overall_targets",
    "disclosed_self_evaluations",
    "disclosed_department_evaluations",
    "disclosed_key_evaluations",
]
"""What the prefectures' statements count over all of their counties."""


class CountyFigure(Message):
    """A figure of a county: how many objects, and with what funds in yuan (null: not said)."""

    figure: FigureName
    objects: NonNegativeInt
    funds: Yuan | None = None


class CompiledFigure(Message):
    """A figure over the counties: the sums over those that gave it, and those that did not.

    `funds` in yuan is null where no county said it; `without_funds` are those that gave the number
    alone.
    """

    figure: FigureName
    objects: NonNegativeInt
    funds: Yuan | None = None
    counties: tuple[Code, ...]
    missing: tuple[Code, ...] = ()
    without_funds: tuple[Code, ...] = ()


CountyFigures = Annotated[tuple[CountyFigure, ...], Field(max_length=100)]
CompiledFigures = Annotated[tuple[CompiledFigure, ...], Field(max_length=100)]


def each_once(figures: Iterable[CountyFigure]) -> Refusal | None:
    """Refuse a figure that stands twice in a summary."""
    names = [one.figure for one in figures]
    if len(set(names)) == len(names):
        return None
    return refusals.invalid("figures", "数据重复，请更正。", "a figure stands twice.")


def compiled(state: JurisdictionYear) -> tuple[CompiledFigure, ...]:
    """The figures that at least one county gave, in the order of their names' list."""
    counties = [one for _, one in sorted(state.counties.items()) if not one.withdrawn]
    given = {one.figure for county in counties for one in _of(county)}
    return tuple(_over(figure, counties) for figure in _NAMES if figure in given)


def _of(county: County) -> tuple[CountyFigure, ...]:
    """The figures of the summary that counts."""
    return county.figures if county.summary is not None else ()


def _over(figure: FigureName, counties: list[County]) -> CompiledFigure:
    given = {county.code: one for county in counties for one in _of(county) if one.figure == figure}
    funds = [one.funds for one in given.values() if one.funds is not None]
    return CompiledFigure(
        figure=figure,
        objects=sum(one.objects for one in given.values()),
        funds=sum(funds, Decimal(0)) if funds else None,
        counties=tuple(given),
        missing=tuple(county.code for county in counties if county.code not in given),
        without_funds=tuple(code for code, one in given.items() if one.funds is None),
    )


_NAMES: tuple[FigureName, ...] = get_args(FigureName)
