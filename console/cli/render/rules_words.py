"""Chinese names of the ids of the rules; the English name is the id itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from domain.kernel.answer import Json
from domain.rules.engine.strict_yaml import read
from store.packs.packaged_packs import packaged_source

FILE = "words.yaml"

REASONS = {
    "not_stated": "没有规定，不作约束 not stated: nothing binds",
    "needs_ruling": "须先由财政部门裁定 needs a ruling of the bureau",
}
STATUSES = {
    "provisional": "暂行口径 provisional",
    "ruled": "已裁定 ruled",
    "open": "待裁定 open",
    "blocking": "须先裁定 blocking",
}


def word(name: str) -> str:
    """An id in both languages."""
    known = _read()["words"]
    return f"{known[name]} {name}" if name in known else name


def chinese(name: str) -> str:
    """An id in Chinese alone; what is no id stays as it is."""
    return _read()["words"].get(name, name)


def rule_name(rule: str) -> str:
    """A rule by its Chinese name."""
    return _read()["rules"][rule]


def document_title(name: str) -> str | None:
    """The title of a source document that comes with the program, by its file's name."""
    return _read()["documents"].get(name)


def family(rule: str) -> str:
    """The topic of a rule, in Chinese."""
    return _read()["families"][rule.partition(".")[0]]


@cache
def _read() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = read(packaged_source(FILE), FILE)[0]
    return words


def said(value: Json) -> str:
    """An outcome or a value in both languages, one item per line."""
    return "\n".join(_lines(value))


def _lines(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _entry(word(str(key)), part)
    elif isinstance(value, list | tuple):
        yield from (line for part in value for line in _item(part))
        if not value:
            yield "无 none"
    else:
        yield _one(value)


def _entry(label: str, part: Json) -> Iterator[str]:
    if _plain(part):
        yield f"{label}: {', '.join(_lines(part))}"
    else:
        yield f"{label}:"
        yield from (f"  {line}" for line in _lines(part))


def _item(part: Json) -> Iterator[str]:
    lines = list(_lines(part))
    yield from lines if _plain(part) else [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _plain(part: Json) -> bool:
    if isinstance(part, list | tuple):
        return not any(isinstance(one, dict | list | tuple) for one in part)
    return not isinstance(part, dict)


def _one(value: Json) -> str:
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    if value is None:
        return "未明确 not given"
    return word(str(value))
