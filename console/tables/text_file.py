"""Text files of a table: UTF-8, UTF-16 and GB18030, by comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator

from console.tables.faults import UnreadableTable
from console.tables.grid import MOST_COLUMNS, MOST_ROWS, Book, Sheet

_LONGEST_LINE = 20_000
_LOOKED_AT = 64 * 1024
_DELIMITERS = ",;\t"
_PAGES = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<style")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")

Fitness = Callable[[Sheet], int]
"""How well the rows of a sheet fit as a table: the more the better."""


def read_text_file(content: bytes, fitness: Fitness) -> Book:
    """The one sheet of a text file; raises `UnreadableTable`.

    The delimiter is the one by which the beginning fits best; the comma where none fits better.
    """
    text, encoding = decoded(content)
    if text.lstrip().lower().startswith(_PAGES):
        raise UnreadableTable(
            "是网页或 XML（有的系统导出的 .xls 即是），请用表格软件打开后另存为 .xlsx",
            "is a web page or XML, as some systems export for .xls: open it in a spreadsheet and "
            "save it as .xlsx",
            1,
        )
    delimiter = _delimiter(text[:_LOOKED_AT], fitness)
    word = {",": "逗号", ";": "分号", "\t": "制表符"}[delimiter]
    sheet = Sheet(None, tuple(_rows(text, delimiter)))
    return Book((sheet,), f"{encoding.upper()} {word}分隔", encoding == "gb18030")


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and its encoding; raises `UnreadableTable`."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            while content.startswith(mark):  # twice where two programs wrote it
                content = content.removeprefix(mark)
            return _decode(content, encoding), encoding
    wide = _utf_16(content)
    if wide is not None:
        return _decode(content, wide), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf_8(content):
            row = _line_of(content[: error.start].decode("utf-8", "replace"))
            raise UnreadableTable(
                "不是 UTF-8，有损坏的字节，请另存为 UTF-8",
                'is damaged UTF-8: save it as UTF-8, in a spreadsheet as "CSV UTF-8"',
                row,
            ) from None
        return _decode(content, "gb18030"), "gb18030"


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = _line_of(content[: error.start].decode(encoding, "replace"))
        raise UnreadableTable(
            "不是 UTF-8、UTF-16 或 GB18030，请另存为 UTF-8 或 .xlsx",
            "is not UTF-8, UTF-16 or GB18030: save it as UTF-8 or .xlsx",
            row,
        ) from None


def _utf_16(content: bytes) -> str | None:
    """Which UTF-16 it is without a mark: every second byte of plain signs is zero."""
    looked = content[:_LOOKED_AT]
    even, odd = looked[::2].count(0), looked[1::2].count(0)
    if len(content) % 2 or (even + odd) * 8 < len(looked) or not looked:
        return None
    if even and odd * 4 > even and even * 4 > odd:
        return None  # zeros, and no text
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_damaged_utf_8(content: bytes) -> bool:
    """Whether most of the Chinese is UTF-8: GB18030 read as UTF-8 is damage alone."""
    text = content.decode("utf-8", "replace")
    return len(_CHINESE.findall(text)) > text.count("\ufffd")


def _line_of(before: str) -> int:
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _delimiter(text: str, fitness: Fitness) -> str:
    def fits(delimiter: str) -> int:
        try:
            return fitness(Sheet(None, tuple(_rows(text, delimiter, strict=False))))
        except UnreadableTable:
            return 0

    return max(_DELIMITERS, key=fits)


def _rows(text: str, delimiter: str, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, with the line on which each begins."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=strict)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(
                "此处不是 CSV：引号不成对，或引号后还有文字",
                f"is no CSV here: {error}",
                line,
            ) from error
        if line > MOST_ROWS:
            raise UnreadableTable(f"超过 {MOST_ROWS} 行", f"has more than {MOST_ROWS} rows", line)
        if any(map(str.strip, cells)):
            _require_narrow(len(cells), line)
            yield line, cells


def _require_narrow(width: int, line: int) -> None:
    if width > MOST_COLUMNS:
        raise UnreadableTable(
            f"超过 {MOST_COLUMNS} 列", f"has more than {MOST_COLUMNS} columns", line
        )


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            raise UnreadableTable(
                f"一行超过 {_LONGEST_LINE} 个字符",
                f"has a line of more than {_LONGEST_LINE} characters",
                number,
            )
        yield line
