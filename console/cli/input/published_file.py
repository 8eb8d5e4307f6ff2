"""The file of figures that a county published; it is checked before any comparison."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from console.cli.errors import InputError
from console.cli.input.input_file import read_file
from domain.kernel.plain_text import NotUtf8, utf8
from domain.rules import BadInput
from domain.rules.engine.questions import once

_LARGEST = 4 * 1024 * 1024
_AMOUNT = re.compile(r"\d{1,16}(\.\d{1,2})?", re.ASCII)
_YEAR = r"^[12][0-9]{3}$"


class _Shape(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _Value(_Shape):
    name: str | None = None
    node: str | None = None
    unit: str | None = None
    value: str | None = None
    clause: str | None = None
    rests_on: list[str] | None = Field(default=None, alias="from")
    amount_basis: str | None = None

    @model_validator(mode="after")
    def _says_what_and_by_what(self) -> _Value:
        if self.name is None and self.node is None:
            raise ValueError("name or node is needed")
        if self.clause is None and self.rests_on is None:
            raise ValueError("clause or from is needed")
        if self.unit == "yuan" and self.value and not _AMOUNT.fullmatch(self.value):
            raise ValueError("an amount in yuan is expected")
        return self


class _Doubt(_Shape):
    ambiguity: str
    zh: str
    en: str


class _Figure(_Shape):
    id: str
    title: str
    title_en: str
    work_year: str = Field(pattern=_YEAR)
    budget_year: str | None = None
    values: list[_Value]
    derived: list[_Value] = []
    beside: list[_Value] = []
    doubts: list[_Doubt] = []


class _Told(_Shape):
    jurisdiction: str
    name: str
    title: str
    figures: list[_Figure]


def read_published(path: Path) -> dict[str, Any]:
    """Read a file of published figures; raises `InputError` naming file and field."""
    content = read_file(path, _LARGEST)
    try:
        told = _parsed(content)
    except NotUtf8 as error:
        raise InputError(str(path), error.line, "file", str(error)) from None
    except BadInput as error:
        raise InputError(str(path), None, error.field, error.message) from None
    except json.JSONDecodeError as error:
        raise InputError(str(path), error.lineno, "file", f"is no JSON: {error.msg}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"])) or "file"
        raise InputError(str(path), None, field, first["msg"]) from None
    except (ValueError, RecursionError):
        why = "has too long a number, or is nested too deeply"
        raise InputError(str(path), None, "file", why) from None
    return told


def _parsed(content: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(utf8(content), object_pairs_hook=once)
    _Told.model_validate(told)
    return told
