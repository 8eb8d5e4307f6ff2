"""A table of the library of indicators: a row for each indicator, and an act for each version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from console.tables.grid import said
from domain.kernel.columns import Column, TableColumn, columns_of
from domain.kernel.message import Message
from domain.kernel.subject_ids import indicators
from domain.kernel.vocabulary import Code, Text
from domain.subjects.indicators.messages import ImportLibrary, IndicatorRow

Values = dict[str, Any]

KEY = ("library", "edition", "code")
"""The fields by which no two rows may be the same."""

MOST = 1000
"""The indicators of one act: a larger version comes in parts."""

_OF_VERSION = ("library", "edition", "standard")
_OF_ROW = tuple(IndicatorRow.model_fields)
_CODE = TypeAdapter(Code)


class _OfClass(Message):
    """The column with the title of the class; where its code has no column, it is the code."""

    class_title: Annotated[Text, Column("大类", "大类名称", "指标大类", "所属大类")]


def columns() -> tuple[TableColumn, ...]:
    """The columns; those of the version may stand in its first row alone."""
    whole = columns_of(ImportLibrary, "classes", "indicators")
    of_version = tuple(replace(one, required=False) for one in whole)
    of_row = tuple(
        replace(one, required=False) if one.field == "in_class" else one
        for one in columns_of(IndicatorRow)
    )
    return of_version + columns_of(_OfClass) + of_row


def with_class(values: Values) -> Values:
    """A row with the code of its class: the title, where the table has no code."""
    return {**values, "in_class": values["in_class"] or values["class_title"]}


def wrong(values: Values) -> Iterator[tuple[str, str, str]]:
    """A title of a class that can be no code, where the table has no code for it."""
    try:
        _CODE.validate_python(values["in_class"])
    except ValidationError:
        yield (
            "class_title",
            "名称中有空格、斜线或冒号，或者超过 64 字，请加上“大类编码”列",
            "cannot be the code of the class: add a column of codes",
        )


def acts_of_versions(rows: Sequence[Values], jurisdiction: str) -> Iterator[dict[str, Any]]:
    """The imports of a table, one for each version, or several where it is large."""
    for version, own in _by_version(rows, jurisdiction).items():
        for part in (own[at : at + MOST] for at in range(0, len(own), MOST)):
            titles = {row["in_class"]: row["class_title"] for row in part}
            yield {
                "command": ImportLibrary.name,
                "subject": indicators(jurisdiction),
                **{name: value for name, value in zip(_OF_VERSION, version, strict=True) if value},
                "classes": [{"code": code, "title": title} for code, title in titles.items()],
                "indicators": [_indicator(row) for row in part],
            }


def _by_version(rows: Sequence[Values], jurisdiction: str) -> dict[tuple[str, ...], list[Values]]:
    """The rows by library, edition and standard; an empty cell means what stands above it."""
    newest = {"library": jurisdiction, "edition": "", "standard": ""}
    found: dict[tuple[str, ...], list[Values]] = {}
    for row in rows:
        newest |= {name: said(row[name]) for name in _OF_VERSION if row[name] is not None}
        found.setdefault(tuple(newest.values()), []).append(row)
    return found


def _indicator(row: Values) -> dict[str, str]:
    return {name: said(row[name]) for name in _OF_ROW if row[name] is not None}
