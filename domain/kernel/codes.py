"""The one reader of codes, in acts and in files: of projects, units, organisations, indicators.

Codes that differ only in width are one code: what is read is normalised (NFKC). A character that
looks like another, or that nobody sees, is refused by its name, because two codes that look alike
would be two subjects (docs/command-line.md, 1301).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from typing import Generic, TypeVar

from domain.kernel.plain_text import shown

Place = TypeVar("Place")

_SHAPE = re.compile(r"[^\s/:]{1,64}")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d+", re.ASCII)
_FORMULA = ("=", "+", "-", "@")
_BLANKS = " \t\r\n\u3000"
_SEEN_AS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2796\ufe63\u30fc", "-"),
    **dict.fromkeys("\u2024\u2027\u2219\u2022\u22c5", "."),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u2236\ua789", ":"),
}
_UNSEEN = {
    "\u200b": "零宽空格 zero width space",
    "\u200c": "零宽不连字 zero width non-joiner",
    "\u200d": "零宽连字 zero width joiner",
    "\u2060": "零宽连字 word joiner",
    "\ufeff": "字节序标记 byte order mark",
    "\u00ad": "软连字符 soft hyphen",
    "\u00a0": "不间断空格 no-break space",
    "\u202f": "窄不间断空格 narrow no-break space",
}


class BadCode(ValueError):  # noqa: N818 - what it is
    """A code that cannot be taken; `zh` and `en` say why and what to write."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


def read_code(text: str) -> str:
    """The code that a text says, normalised; raises `BadCode`."""
    text = text.strip(_BLANKS)
    if not text:
        raise BadCode("为空，请填写编码", "is empty: write the code")
    for character in text:
        _require_seen(character)
    code = unicodedata.normalize("NFKC", text)
    for character in code:
        _require_plain(character)
    if _SCIENTIFIC.fullmatch(code):
        raise BadCode(
            f"{shown(code)} 是被表格软件改成科学计数的数字，请将该列设为文本后重新录入完整编码",
            f"{shown(code)} is a number in scientific notation: set the column to text and write "
            "the whole code",
        )
    if code.startswith(_FORMULA):
        raise BadCode(
            f"{shown(code)} 以 {code[0]} 开头，像公式，请删去",
            f"{shown(code)} begins like a formula ({' '.join(_FORMULA)}): take that sign away",
        )
    if not _SHAPE.fullmatch(code) or not code.isprintable():
        raise BadCode(
            f"{shown(code)} 不是编码：最多 64 个字符，不得有空格、斜杠、冒号",
            f"{shown(code)} is no code: up to 64 characters, no space, slash, colon",
        )
    return code


def _require_seen(character: str) -> None:
    """Refuse a character that nobody sees."""
    category = unicodedata.category(character)
    if character in _UNSEEN:
        name = _UNSEEN[character]
    elif category[0] == "C" or category in {"Mn", "Me", "Zl", "Zp"}:
        name = _name(character)
    else:
        return
    raise BadCode(
        f"有看不见的字符 {_point(character)}（{name.split()[0]}），请删去后重新键入",
        f"has a character that nobody sees, {_point(character)} ({name}): type the code afresh",
    )


def _require_plain(character: str) -> None:
    """Refuse a letter, digit or sign that looks like a plain one."""
    if character.isascii() or "\u4e00" <= character <= "\u9fff":
        return
    plain = _SEEN_AS.get(character)
    if plain is None and unicodedata.category(character)[0] not in "LN":
        return
    advice_zh = f"请改为 {plain}" if plain else "请用英文字母、阿拉伯数字或汉字重新键入"
    advice_en = f"write {plain}" if plain else "write plain letters and digits"
    raise BadCode(
        f"有形似字符 {character} {_point(character)}（{_name(character)}），{advice_zh}",
        f"has the look-alike {character} {_point(character)} ({_name(character)}): {advice_en}",
    )


def _name(character: str) -> str:
    return unicodedata.name(character, "unnamed")


def _point(character: str) -> str:
    return f"U+{ord(character):04X}"


class CodesSeen(Generic[Place]):
    """The codes of a file with their places: finds the same code, and codes equal but for case."""

    def __init__(self) -> None:
        """Begin with no code."""
        self._first: dict[Hashable, tuple[str, Place]] = {}

    def earlier(self, code: str, place: Place, scope: Hashable = None) -> tuple[str, Place] | None:
        """The code, equal but for case, that stood before in this scope, with its first place."""
        found = self._first.setdefault((scope, code.casefold()), (code, place))
        return None if found[1] == place and found[0] == code else found


def differs_in_case(code: str, known: str) -> bool:
    """Whether two codes are not the same and are equal but for upper and lower case."""
    return code != known and code.casefold() == known.casefold()
