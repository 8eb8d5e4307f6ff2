"""Titles of a model's fields as the columns of a table: declared once, where the field is.

    amount: Annotated[Yuan, Column("批复预算数", "预算批复数")]

A field without a `Column` is a column that is called as the field.
"""

from __future__ import annotations

import types
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from domain.kernel.vocabulary import IS_CODE, IS_YUAN


class Column:
    """The title of a field in Chinese, and other titles that people give the same column."""

    def __init__(self, title: str, *synonyms: str, is_name: bool = False) -> None:
        """Name a column; `is_name` for a text that is a name, on one line."""
        self.title, self.synonyms, self.is_name = title, synonyms, is_name


class Holds(StrEnum):
    """The values of a column."""

    CODE = "code"
    TEXT = "text"
    AMOUNT = "amount"
    NUMBER = "number"
    MEASURE = "measure"
    """A number, a rate in percent, or a day."""
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `choices` are the values that it takes, where they are few."""

    field: str
    title: str
    synonyms: tuple[str, ...]
    holds: Holds
    required: bool
    choices: tuple[str, ...] = ()


def columns_of(model: type[Any], *left_out: str) -> tuple[TableColumn, ...]:
    """The columns of a dataclass or a pydantic model, in its order, without those left out."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        _column(name, hints[name], has_default=has_default)
        for name, has_default in _fields(model)
        if name not in left_out
    )


def _fields(model: type[Any]) -> Iterable[tuple[str, bool]]:
    if is_dataclass(model):
        return [(one.name, one.default is not MISSING) for one in fields(model)]
    if issubclass(model, BaseModel):
        return [(name, not info.is_required()) for name, info in model.model_fields.items()]
    raise TypeError(f"{model} has no fields")


def _column(name: str, hint: Any, *, has_default: bool) -> TableColumn:
    inner, metadata, optional = _parts(hint)
    said = next((one for one in metadata if isinstance(one, Column)), Column(name))
    holds, choices = _holds(inner, metadata)
    required = not (optional or has_default)
    return TableColumn(name, said.title, said.synonyms, holds, required, choices)


def _parts(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """The type within `Annotated` and `| None`, all its metadata, and whether it may be empty.

    Where several types are left, they come as a tuple.
    """
    metadata: tuple[Any, ...] = ()
    optional = False
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            metadata += tuple(more)
        elif get_origin(hint) in {Union, types.UnionType}:
            given = [one for one in get_args(hint) if one is not type(None)]
            optional = optional or len(given) < len(get_args(hint))
            if len(given) > 1:
                return tuple(given), metadata, optional
            hint = given[0]
        else:
            return hint, metadata, optional


def _holds(inner: Any, metadata: tuple[Any, ...]) -> tuple[Holds, tuple[str, ...]]:
    if isinstance(inner, tuple):
        return _holds_either(inner)
    if get_origin(inner) is Literal:
        return Holds.CHOICE, tuple(map(str, get_args(inner)))
    if isinstance(inner, type) and issubclass(inner, Enum):
        return Holds.CHOICE, tuple(str(one.value) for one in inner)
    if inner is Decimal:
        return (Holds.AMOUNT if IS_YUAN in metadata else Holds.NUMBER), ()
    if inner is str:
        return (Holds.CODE if IS_CODE in metadata else Holds.TEXT), ()
    found = {bool: Holds.FLAG, date: Holds.DAY, int: Holds.NUMBER}.get(inner)
    if found is None:
        raise TypeError(f"{inner} is no column")
    return found, ()


def _holds_either(hints: tuple[Any, ...]) -> tuple[Holds, tuple[str, ...]]:
    """The values of a column of several types: the choices of all types, or a measure."""
    each = [_holds(inner, metadata) for inner, metadata, _ in map(_parts, hints)]
    held = {holds for holds, _ in each}
    if held == {Holds.CHOICE}:
        return Holds.CHOICE, tuple(choice for _, choices in each for choice in choices)
    if held == {Holds.NUMBER, Holds.DAY}:
        return Holds.MEASURE, ()
    raise TypeError(f"{hints} is no column")
