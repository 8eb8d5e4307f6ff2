"""The gate of new acts: codes, names, flags and days are read as in tables, by the same readers.

It stands where acts come in, and not in any decision: what the log has stays as it was decided
(docs/command-line.md, 1301).
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Union, get_args, get_origin

from domain.kernel.codes import read_code
from domain.kernel.message import Message
from domain.kernel.plain_text import clean_name, shown, without_unseen
from domain.kernel.request import BadRequest, Request, together
from domain.kernel.subject_ids import subject_of
from domain.kernel.vocabulary import IS_CODE, Role

Reader = Callable[[Any], Any]
"""Reads a JSON value: the value to take; raises `ValueError`, Chinese before the English."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""The years of days that anybody means (inclusive)."""

_NAMES = frozenset({"name", "person", "title"})
_NO_NAMES = frozenset({"file_name"})


def plain_fields(model: type[Message], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a command with codes normalised; raises `BadRequest` with every wrong field."""
    read, faults = dict[str, Any](), list[BadRequest]()
    for name, value in fields.items():
        try:
            read[name] = _read(_readers(model).get(name), value, name)
        except BadRequest as error:
            faults.append(error)
    if faults:
        raise together(faults)
    return read


def plain_subject(stream: str) -> str:
    """A stream id whose code is normalised; raises `BadRequest`. No stream id stays as it is."""
    subject = subject_of(stream)
    if subject is None or subject.code is None:
        return stream
    code: str = _checked("subject", read_code, subject.code)
    return stream.removesuffix(subject.code) + code


def require_plain(model: type[Message], request: Request) -> None:
    """Refuse an act of a person that the readers would not take as it is; raises `BadRequest`."""
    if request.actor.role is Role.SYSTEM:
        return
    _require_same("actor.id", _name, request.actor.id)
    require_plain_fields(model, request.fields)


def require_plain_fields(model: type[Message], fields: Mapping[str, Any]) -> None:
    """Refuse fields of a command that the readers would not take as they are: `BadRequest`."""
    for name, value in plain_fields(model, fields).items():
        _require_equal(name, fields[name], value)


def require_plain_subject(request: Request) -> None:
    """Refuse a new subject, or a new organisation, by a code that is not plain.

    A subject that the log has keeps the code it has: only the first act on it is asked. Raises
    `BadRequest`.
    """
    if request.actor.role is Role.SYSTEM:
        return
    _require_same("actor.organisation", _code, request.actor.organisation)
    plain = plain_subject(request.subject)
    if plain != request.subject:
        raise BadRequest("subject", _write(plain))


def _require_same(field: str, reader: Reader, value: str) -> None:
    plain = _checked(field, reader, value)
    if plain != value:
        raise BadRequest(field, _write(plain))


def _require_equal(where: str, given: Any, plain: Any) -> None:
    """Refuse the first value within a field that is not plain, by its place."""
    if given == plain:
        return
    if isinstance(plain, Mapping):
        for name, value in plain.items():
            _require_equal(f"{where}.{name}", given[name], value)
    elif isinstance(plain, list):
        for at, value in enumerate(plain):
            _require_equal(f"{where}.{at}", given[at], value)
    else:
        raise BadRequest(where, _write(plain))


def _write(plain: Any) -> str:
    said = shown(plain)
    return f"请写作 {said} / write {said}"


def _read(reader: Any, value: Any, where: str) -> Any:
    """Read a value, or each value of a list or of an object within."""
    if reader is None or value is None:
        return value
    if isinstance(value, list | tuple):
        return [_read(reader, one, f"{where}.{at}") for at, one in enumerate(value)]
    if isinstance(reader, type):
        if not isinstance(value, Mapping):
            return value
        of = _readers(reader)
        return {name: _read(of.get(name), one, f"{where}.{name}") for name, one in value.items()}
    return _checked(where, reader, value)


def _checked(field: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except ValueError as error:
        raise BadRequest(field, str(error)) from None


@lru_cache(maxsize=512)
def _readers(model: type[Message]) -> Mapping[str, Any]:
    """The fields of a model that are looked at: a reader, or the model of what stands in them."""
    found = {}
    for name, info in model.model_fields.items():
        is_code = IS_CODE in info.metadata
        types_of_it = list(_inner(info.annotation))
        is_measure = any(inner is Decimal for inner, _ in types_of_it)
        for inner, metadata in types_of_it:
            if inner is date and is_measure:
                found[name] = _measure
                continue
            reader = _reader_of(name, inner, is_code=is_code or IS_CODE in metadata)
            if reader is not None:
                found[name] = reader
    return found


def _reader_of(name: str, inner: Any, *, is_code: bool) -> Any:
    if inner is str:
        is_name = (name in _NAMES or name.endswith("_name")) and name not in _NO_NAMES
        return _code if is_code else _name if is_name else _said
    if inner is bool:
        return _flag
    if inner is date:
        return _day
    return inner if isinstance(inner, type) and issubclass(inner, Message) else None


def _inner(hint: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The types within `Annotated`, `|` and lists, each with its metadata."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *metadata = get_args(hint)
        yield from ((one, (*metadata, *more)) for one, more in _inner(inner))
    elif origin in {Union, types.UnionType, tuple, list, frozenset}:
        for one in get_args(hint):
            yield from _inner(one)
    else:
        yield hint, ()


def _code(value: Any) -> Any:
    return read_code(value) if isinstance(value, str) else value


def _name(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    name = clean_name(value)
    if name != value:
        raise ValueError(
            "名称应写在一行内，不得有换行、多余空格和看不见的字符 / a name stands on one line, "
            "without blanks around it and without what nobody sees"
        )
    return name


def _said(value: Any) -> Any:
    """A text as it is, which says something."""
    if isinstance(value, str) and value and not without_unseen(value).strip():
        raise ValueError("不能只有空格，请填写 / has nothing but blanks: fill it in")
    return value


def _flag(value: Any) -> Any:
    if isinstance(value, bool) or value in {"true", "false"}:
        return value
    raise ValueError(
        f"{shown(value)} 应为 true 或 false / {shown(value)} is neither true nor false"
    )


def _measure(value: Any) -> Any:
    """A number is taken as it is; a day as other days."""
    return _day(value) if isinstance(value, str) and value[4:5] == "-" else value


def _day(value: Any) -> Any:
    """A day of a year that anybody means; what is no day is said by the model."""
    year = value[:4] if isinstance(value, str) else ""
    if not year.isdecimal() or FIRST_YEAR <= int(year) <= LAST_YEAR:
        return value
    raise ValueError(
        f"{shown(value)} 的年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间 / the year of {shown(value)} "
        f"is not one of {FIRST_YEAR} to {LAST_YEAR}"
    )
