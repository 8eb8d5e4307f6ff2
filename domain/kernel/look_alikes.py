"""Codes that look alike: they differ in letters and digits that are read as the same sign.

`PO10` with a letter O stands for another project than `P010`, and no reader sees the difference.
"""

from __future__ import annotations

from collections.abc import Iterable

_READ_AS = str.maketrans({"o": "0", "о": "0", "ο": "0", "l": "1", "i": "1", "|": "1"})


def read_as(code: str) -> str:
    """The code as a reader takes it; two codes look alike if this is the same of both."""
    return code.casefold().translate(_READ_AS)


def look_alike(code: str, known: Iterable[str]) -> str | None:
    """The known code that looks like another one; `None` if there is none, or it is known."""
    found = sorted(one for one in known if read_as(one) == read_as(code))
    return None if not found or code in found else found[0]


def told_apart(code: str, known: str) -> tuple[str, str]:
    """The difference of two codes that look alike, in both languages."""
    pairs = [pair for pair in enumerate(zip(code, known, strict=False), 1) if len({*pair[1]}) > 1]
    zh = "、".join(f"第 {n} 位是{_sign(a)}，不是{_sign(b)}" for n, (a, b) in pairs)
    en = ", ".join(f"sign {n} is {a!r}, not {b!r}" for n, (a, b) in pairs)
    return f"{code} 与 {known} 形似：{zh}", f"{code} looks like {known}: {en}"


def _sign(one: str) -> str:
    kind = "数字" if one.isdecimal() else "字母" if one.isalpha() else "符号"
    return f"{kind} {one}"
