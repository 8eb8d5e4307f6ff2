"""The parts of a workbook, looked at before any library reads them.

A library gives memory for every cell between the first and the last one, so the extent is measured
here; formulas and error values are named here, which the library does not tell apart from values.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from defusedxml.ElementTree import fromstring

from console.tables.faults import UnreadableTable
from console.tables.grid import LARGEST, MOST_COLUMNS, MOST_ROWS, Cell

_MOST_AREA = 4_000_000
_MOST_PARTS = 2_000
_CHUNK = 1 << 16
_VALUES = frozenset({"v", "t"})
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NO_WORKBOOK = ("不是可读的工作簿", "is no workbook that can be read")


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets of a workbook in its order: name and part; and whether it links to other files."""

    sheets: tuple[tuple[str, str], ...]
    links: bool


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches, and its cells that are no plain values."""

    rows: int = 0
    columns: int = 0
    formulas: dict[Cell, bool] = field(default_factory=dict)
    errors: set[Cell] = field(default_factory=set)


def checked_parts(content: bytes) -> Parts:
    """The parts of a workbook that may be read; raises `UnreadableTable` for one that may not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_PARTS or sum(one.file_size for one in entries) > LARGEST:
            raise UnreadableTable(
                f"解压后超过 {LARGEST} 字节", f"unpacks to more than {LARGEST} bytes"
            )
        for entry in entries:  # whatever its name: a sheet may have any
            _require_no_type(archive, entry)
        names = {entry.filename for entry in entries}
        if any("vbaproject" in name.lower() for name in names):
            raise UnreadableTable(
                "含宏，请另存为不含宏的 .xlsx", "has macros: save it as .xlsx without them"
            )
        sheets = tuple(_sheets(archive))
        links = any(name.startswith("xl/externalLinks/") for name in names)
        return Parts(sheets, links)


def extent_of(content: bytes, part: str) -> Extent:
    """Measure a sheet, and stop at the first cell that is too far; raises `UnreadableTable`."""
    reader = _Reader()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part) as opened:
        parser = _parser()
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        while chunk := opened.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    return reader.extent


def _require_no_type(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a part with a document type, and with it entities; a part that is no XML passes."""
    parser = _parser(entry.filename)
    seen: list[str] = []
    parser.StartElementHandler = lambda name, _attributes: seen.append(name)
    with archive.open(entry) as opened:
        try:
            while not seen and (chunk := opened.read(_CHUNK)):
                parser.Parse(chunk)
        except ExpatError:
            return  # who reads the part says that it is no XML


def _parser(part: str = "") -> Any:
    parser = ParserCreate()

    def declared(*_given: Any) -> None:
        raise UnreadableTable(f"{part} 有实体声明，请另存", "declares entities: save it anew")

    parser.StartDoctypeDeclHandler = declared
    return parser


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    related = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {one.get("Id"): one.get("Target", "") for one in related}
    book = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    for element in book.iter():
        if _local(element.tag) == "sheet":
            target = targets.get(element.get(_REL)) or ""
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            yield element.get("name", ""), posixpath.normpath(path)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


class _Reader:
    """Reads the cells of a sheet as they come; remembers none of their values."""

    def __init__(self) -> None:
        self.extent = Extent()
        self._row = self._column = 0
        self._is_error = self._has_formula = self._has_value = self._is_inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = _local(tag)
        if name == "c":
            self._row, self._column = _cell(attributes.get("r", ""), self._row, self._column)
            self._is_error = attributes.get("t") == "e"
            self._has_formula = self._has_value = False
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        elif name == "f":
            self._has_formula = True
        elif name in _VALUES:
            self._is_inside = True

    def text(self, text: str) -> None:
        """Take the text within an element."""
        if self._is_inside and text:
            self._has_value = True

    def end(self, tag: str) -> None:
        """End an element."""
        name = _local(tag)
        if name in _VALUES:
            self._is_inside = False
        if name != "c" or not (self._has_value or self._has_formula):
            return
        at, extent = (self._row, self._column), self.extent
        if self._has_formula:
            extent.formulas[at] = self._has_value
        if self._is_error:
            extent.errors.add(at)
        extent.rows = max(extent.rows, self._row)
        extent.columns = max(extent.columns, self._column)
        _require_near(extent, self._row)


def _require_near(extent: Extent, row: int) -> None:
    if extent.rows > MOST_ROWS:
        raise UnreadableTable(
            f"超过 {MOST_ROWS} 行", f"has more than {MOST_ROWS} rows", MOST_ROWS + 1
        )
    if extent.columns > MOST_COLUMNS:
        raise UnreadableTable(
            f"超过 {MOST_COLUMNS} 列", f"has more than {MOST_COLUMNS} columns", row
        )
    if extent.rows * extent.columns > _MOST_AREA:
        raise UnreadableTable(
            f"表格过大，超过 {_MOST_AREA} 个单元格，请删去空白区域中的零散内容",
            f"reaches over more than {_MOST_AREA} cells: clear what stands far off the table",
            row,
        )


def _cell(reference: str, row: int, column: int) -> Cell:
    """Row and column of a reference as B3; the next cell of the row where there is none."""
    if not reference:
        return row, column + 1
    name = reference.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(name) :]), column
