"""The answers that a county gives once: who it is, its year, who acts, its units.

They stand in `init.yaml` of the county's folder and are asked for again only where they are wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from console.cli.errors import InputError
from console.starting.places import code_fault, parent_fault
from console.tables.units import Unit
from domain.kernel.codes import BadCode, read_code
from domain.kernel.jurisdiction_codes import parent_of
from domain.kernel.plain_text import LOST, UNPRINTABLE
from domain.rules.engine.strict_yaml import Lines, line_of

FIELDS = ("code", "name", "parent", "work_year", "actor", "organisation")
"""The answers that are needed, in the order of the questions; the units are a list of their own."""

OPTIONAL = ("name_en", "parent_name")
"""The answers that may be given too."""

QUESTIONS = {
    "code": "本县（市、区）的行政区划代码，六位",
    "name": "本县（市、区）全称",
    "parent": "上级地州市的代码",
    "work_year": "工作年度",
    "actor": "财政部门办理人的编号或姓名",
    "organisation": "财政部门的机构编码",
}
"""The questions of the answers."""

_NAMES = {"name", "name_en", "parent_name", "actor"}
_LARGEST = 1024 * 1024
_FORMULA = ("=", "+", "-", "@")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far, as it was written; what is missing is not there.

    `given` has the answers by name, `units` the units. `source` is the file, `lines` say where an
    answer stands in it; `sources` has the source of each answer that has another one.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    source: str = "jixiao init"
    lines: Lines = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """An answer, or what follows from the code where it may be left out; else empty."""
        found = self.given.get(name, "")
        if found or not self.given.get("code"):
            return found
        return self._following(name)

    def _following(self, name: str) -> str:
        code = self.given["code"]
        if name == "parent":
            return "" if code_fault(code) else str(parent_of(code))
        return {"organisation": f"{code}-finance", "name_en": f"Jurisdiction {code}"}.get(name, "")

    @property
    def work_year(self) -> int:
        """The work year; call it on sound answers only."""
        return int(self.get("work_year"))

    def with_answer(self, name: str, text: str) -> Answers:
        """The answers with one more."""
        return replace(self, given={**self.given, name: read_text(name, text)})

    def over(self, earlier: Answers) -> Answers:
        """These answers, completed by earlier ones of the same county."""
        if self.given.get("code", earlier.given.get("code")) != earlier.given.get("code"):
            return self
        if not self.given and not self.units:
            return earlier
        given = {**earlier.given, **self.given}
        kept = {*earlier.given} - {*self.given} | ({"units"} if not self.units else set())
        lines = {path: line for path, line in earlier.lines.items() if path and path[0] in kept}
        sources = {**dict.fromkeys(kept, earlier.source), **self.sources}
        units = self.units or earlier.units
        return Answers(given, units, self.source, {**lines, **self.lines}, sources)

    def without(self, wrong: Collection[str], earlier: Answers) -> Answers:
        """The answers with those of an earlier run in the place of the wrong ones."""
        given = {name: text for name, text in self.given.items() if name not in wrong}
        given |= {name: text for name, text in earlier.given.items() if name in wrong}
        units = earlier.units if "units" in wrong else self.units
        return replace(self, given=given, units=units)


def tidy(text: str) -> str:
    """A code or a number as it is compared: full-width letters and digits plain (NFKC)."""
    return unicodedata.normalize("NFKC", text).strip()


def read_text(name: str, text: str) -> str:
    """An answer or a part of one: a name stays as it was written, all else is made plain."""
    return text.strip() if name in _NAMES else tidy(text)


def same_name(text: str) -> str:
    """A name for comparison: width and blanks make no difference."""
    return re.sub(r"\s+", "", tidy(text))


def missing(answers: Answers) -> list[str]:
    """The names of the answers that are needed and not there."""
    return [name for name in FIELDS if not answers.get(name)]


def faults(answers: Answers, today: date) -> list[InputError]:
    """Everything that is wrong with the answers that are there."""
    found = [
        _fault(answers, (name,), name, why)
        for name in (*FIELDS, *OPTIONAL)
        if answers.get(name) and (why := answer_fault(answers, name, today)) is not None
    ]
    found += [
        _fault(answers, ("units", at), f"units[{at + 1}].{name}", why)
        for at, name, why in unit_faults(answers.units)
    ]
    return found


def wrong_answers(answers: Answers, today: date) -> set[str]:
    """The names of the answers that are wrong, `units` among them."""
    found = {name for name in answers.given if answer_fault(answers, name, today) is not None}
    return found | ({"units"} if any(unit_faults(answers.units)) else set())


def _fault(answers: Answers, path: tuple[str | int, ...], name: str, why: str) -> InputError:
    line = line_of(answers.lines, path) if path[:1] and path[:1] in answers.lines else None
    return InputError(answers.sources.get(str(path[0]), answers.source), line, name, why)


def answer_fault(answers: Answers, name: str, today: date) -> str | None:
    """What is wrong with one answer."""
    text, code = answers.get(name), answers.get("code")
    if name == "code":
        return code_fault(text)
    if name == "parent":
        return parent_fault(text, code)
    if name == "work_year":
        return _year_fault(text, today)
    if name == "organisation":
        if name not in answers.given and code_fault(code):
            return None  # it follows from the code, which is named by itself
        return _code_fault(text)
    return name_fault(text)


def name_fault(text: str) -> str | None:
    """What is wrong with a name."""
    if UNPRINTABLE.search(text) or not text.replace("\u3000", " ").isprintable():
        return "有换行或控制字符 / has a line end or a control character"
    if LOST in text:
        return f"有乱码字符 {LOST}，请重新键入 / has {LOST}, lost in a conversion: type it afresh"
    if text.startswith(_FORMULA):
        return f"以公式符号 {text[0]} 开头 / begins like a formula"
    if len(text) > _LONGEST_NAME:
        return f"超过 {_LONGEST_NAME} 个字符 / is longer than {_LONGEST_NAME} characters"
    return None


def _year_fault(text: str, today: date) -> str | None:
    near = range(today.year - 1, today.year + 2)
    if text.isascii() and text.isdigit() and int(text) in near:
        return None
    return (
        f"{text!r} 不是可启动的工作年度，应为 {near[0]} 至 {near[-1]} / "
        f"{text!r} is no year that can be opened: {near[0]} to {near[-1]}"
    )


def _code_fault(text: str) -> str | None:
    """What the one reader of codes has against a code."""
    try:
        code = read_code(text)
    except BadCode as error:
        return str(error)
    return None if code == text else f"请写作 {code} / write {code}"


def unit_faults(units: tuple[Unit, ...]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with a list of units: (position, field, why), by position."""
    codes = {unit.code for unit in units}
    seen_codes: dict[str, int] = {}
    seen_names: dict[str, int] = {}
    for at, unit in enumerate(units):
        for name, text in (("code", unit.code), ("name", unit.name)):
            why = _blank(text) or (_code_fault(text) if name == "code" else name_fault(text))
            if why is not None:
                yield at, name, why
        yield from _doubled(at, "code", unit.code.casefold(), unit.code, seen_codes)
        yield from _doubled(at, "name", same_name(unit.name), unit.name, seen_names)
        if unit.department and unit.department not in codes:
            yield at, "department", _no_department(unit.department)


def _blank(text: str) -> str | None:
    return None if text else "为空，请填写 / is empty: fill it in"


def _doubled(
    at: int, name: str, key: str, text: str, seen: dict[str, int]
) -> Iterator[tuple[int, str, str]]:
    if not key:
        return
    first = seen.setdefault(key, at)
    if first != at:
        why = (
            f"{text} 与第 {first + 1} 个单位重复，请删去其中一个或改正 / "
            f"{text} is that of unit {first + 1} too: delete one of them, or correct it"
        )
        yield at, name, why


def _no_department(code: str) -> str:
    return (
        f"主管部门 {code} 不在单位清单中，请先把它列为一个单位，或改正编码 / "
        f"the department {code} is no unit of the list: add it, or correct the code"
    )
