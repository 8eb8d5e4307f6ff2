"""Checks of text input: UTF-8, without characters that a terminal obeys or a reader misreads.

Chinese and English of each message are on one line, because a file's fault is reported in one line.
"""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls but for tab and line ends, line separators, changes of direction, half characters."""

LONGEST_TEXT = 2_000
"""Characters of the longest text (inclusive)."""

LOST = "\ufffd"
"""The character that stands where a conversion lost one."""

_BLANKS = re.compile("[ \t\r\n\u00a0\u3000]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FORMULA = ("=", "+", "-", "@")
_BOM = b"\xef\xbb\xbf"
_LONGEST_SHOWN = 40
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class NotUtf8(ValueError):  # noqa: N818 - what is so
    """Bytes that are not UTF-8, with the first wrong line (1-based) and advice."""

    def __init__(self, line: int, looks_like: str | None) -> None:
        zh, en = "", ""
        if looks_like:
            zh, en = f"（像是 {looks_like}）", f" (it looks like {looks_like})"
        super().__init__(
            f"不是 UTF-8{zh}，请另存为 UTF-8 / is not UTF-8{en}: save it as UTF-8, "
            "in a spreadsheet as “CSV UTF-8”"
        )
        self.line = line


def utf8(content: bytes) -> str:
    """Decode UTF-8 bytes, without a byte order mark; raises `NotUtf8`."""
    if content.startswith(_UTF_16) or (content and content.count(0) * 3 >= len(content)):
        raise NotUtf8(1, "UTF-16")
    content = content.removeprefix(_BOM)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        raise NotUtf8(before.count(b"\n") + 1, _gb18030(content)) from None


def clean_name(text: str) -> str:
    """A name on one line, without what nobody sees; raises `ValueError`, Chinese before English.

    Line ends and runs of blanks become one space.
    """
    if UNPRINTABLE.search(text):
        raise ValueError(
            f"{shown(text)} 有控制字符，请重新键入 / {shown(text)} has a control character"
        )
    if LOST in text:
        raise ValueError(
            f"{shown(text)} 有乱码字符 {LOST}，原字已在转换中丢失，请重新键入 / "
            f"{shown(text)} has a character that was lost in a conversion: type it afresh"
        )
    name = _BLANKS.sub(" ", without_unseen(text)).strip(" ")
    if not name:
        raise ValueError("为空，请填写 / must not be empty")
    if name.startswith(_FORMULA):
        raise ValueError(
            f"{shown(name)} 以 {name[0]} 开头，像公式，请删去或改写 / "
            f"{shown(name)} begins like a formula ({' '.join(_FORMULA)})"
        )
    if len(name) > LONGEST_TEXT:
        raise ValueError(f"超过 {LONGEST_TEXT} 个字符 / is longer than {LONGEST_TEXT} characters")
    return name


def without_unseen(text: str) -> str:
    """A text without the characters that nobody sees: zero width, soft hyphen, byte order mark."""
    return _UNSEEN.sub("", text)


def shown(value: object) -> str:
    """A value as quoted in a message, cut if it is long."""
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…")
    said = repr(value)
    return said if len(said) <= _LONGEST_SHOWN else f"{said[:_LONGEST_SHOWN]}…"


def _gb18030(content: bytes) -> str | None:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GB18030 / GBK"
