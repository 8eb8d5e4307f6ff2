"""The file of the answers: read with all its faults, and written as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from console.cli.errors import InputError
from console.cli.input.input_file import read_file
from console.starting.answers import FIELDS, OPTIONAL, Answers, read_text
from console.tables.units import Unit
from domain.rules import PackError
from domain.rules.engine.strict_yaml import Lines, line_of, read

_LARGEST = 1024 * 1024


def read_answers(path: Path) -> tuple[Answers, list[InputError]]:
    """The answers of a YAML file, and everything in it that is no answer.

    Raises `InputError` where the file cannot be read at all.
    """
    content = read_file(path, _LARGEST)
    try:
        data, lines = read(content, str(path))
    except PackError as error:
        first = error.faults[0]
        raise InputError(str(path), first.line, first.field, first.reason) from error
    if not isinstance(data, dict):
        raise InputError(str(path), 1, "file", "应为“名称: 值”各一行 / one `name: value` a line")
    reading = _Reading(str(path), lines)
    units = tuple(reading.units(data.pop("units", None) or []))
    given = {name: reading.text(name, value) for name, value in data.items()}
    return Answers(given, units, str(path), lines), reading.faults


class _Reading:
    """Reads the parts of a file of answers and collects what is wrong with their shape."""

    def __init__(self, source: str, lines: Lines) -> None:
        self._source, self._lines = source, lines
        self.faults: list[InputError] = []

    def text(self, name: str, value: Any) -> str:
        """An answer as text; a number is taken as it was written."""
        if name not in {*FIELDS, *OPTIONAL}:
            known = ", ".join((*FIELDS, *OPTIONAL, "units"))
            self._add(
                (name,), name, f"没有此项，可写的有 {known} / is no answer; there are {known}"
            )
        elif isinstance(value, bool) or not isinstance(value, str | int):
            self._add((name,), name, "应为文本，请加引号 / a text is expected: quote it")
        return read_text(name, str(value))

    def units(self, units: Any) -> Iterator[Unit]:
        """The units of a list of mappings."""
        for at, one in enumerate(units if isinstance(units, list) else [units]):
            if not isinstance(one, dict) or not {*one} <= {"code", "name", "department"}:
                why = (
                    "每个单位写作 {code: …, name: …, department: …} / "
                    "a unit is {code: …, name: …, department: …}"
                )
                self._add(("units", at), f"units[{at + 1}]", why)
                continue
            texts = {key: read_text(key, str(one[key])) for key in one if one[key] is not None}
            yield Unit(texts.get("code", ""), texts.get("name", ""), texts.get("department"))

    def _add(self, path: tuple[str | int, ...], field: str, why: str) -> None:
        self.faults.append(InputError(self._source, line_of(self._lines, path), field, why))


def as_yaml(answers: Answers) -> str:
    """The answers as a file that `read_answers` reads."""
    quoted = {
        name: json.dumps(text, ensure_ascii=False)
        for name in (*FIELDS, *OPTIONAL)
        if (text := answers.given.get(name))
    }
    head = (
        "# jixiao init 的答复；可以修改后再次执行 jixiao init / Answers; edit and run it again.\n"
    )
    lines = [f"{name}: {text}\n" for name, text in quoted.items()]
    if answers.units:
        lines.append("units:\n")
        lines += [f"  - {_unit_yaml(unit)}\n" for unit in answers.units]
    return head + "".join(lines)


def _unit_yaml(unit: Unit) -> str:
    texts = {"code": unit.code, "name": unit.name, "department": unit.department}
    parts = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in texts.items() if v]
    return "{" + ", ".join(parts) + "}"
