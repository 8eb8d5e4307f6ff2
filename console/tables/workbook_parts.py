"""The parts of a workbook, looked at before any library reads them.

A library gives memory for every cell between the first and the last one, so the extent is measured
here; formulas and error values are named here, which the library does not tell apart from values.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from defusedxml.ElementTree import fromstring

from console.tables.faults import UnreadableTable
from console.tables.grid import LARGEST, MOST_COLUMNS, MOST_ROWS, Cell

_MOST_AREA = 4_000_000
_MOST_PARTS = 2_000
_CHUNK = 1 << 16
_PERCENT_FORMATS = ("9", "10")
"""The formats 0% and 0.00%, which every workbook has."""
_VALUES = frozenset({"v", "t"})
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".emf",
    ".wmf",
    ".bin",
    ".vml",
    ".tif",
    ".tiff",
)
NO_WORKBOOK = ("不是可读的工作簿", "is no workbook that can be read")


@dataclass(slots=True)
class Extent:
    """How far a sheet reaches, and its cells that are no plain values."""

    rows: int = 0
    columns: int = 0
    formulas: dict[Cell, bool] = field(default_factory=dict)
    errors: set[Cell] = field(default_factory=set)
    percents: set[Cell] = field(default_factory=set)
    """The cells that show a rate: 98% is kept as 0.98."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The sheets of a workbook by name; `links` says whether it links to other files."""

    sheets: Mapping[str, Extent]
    links: bool


def checked_parts(content: bytes) -> Parts:
    """The parts of a workbook that may be read; raises `UnreadableTable` for one that may not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_PARTS or sum(one.file_size for one in entries) > LARGEST:
            raise UnreadableTable(
                f"解压后超过 {LARGEST} 字节", f"unpacks to more than {LARGEST} bytes"
            )
        names = [entry.filename for entry in entries]
        if any("vbaproject" in name.lower() for name in names):
            raise UnreadableTable(
                "含宏，请另存为不含宏的 .xlsx", "has macros: save it as .xlsx without them"
            )
        roots = {entry.filename: _root(archive, entry) for entry in entries}
        percents = _percent_styles(archive, roots)
        extents = {  # of all that may be read as a sheet, whatever it is called
            entry.filename: _extent(archive, entry, percents)
            for entry in entries
            if roots[entry.filename] == "worksheet"
        }
        _require_small(extents.values())
        sheets = {name: extents[part] for name, part in _sheets(archive, roots) if part in extents}
        return Parts(sheets, any(name.startswith("xl/externalLinks/") for name in names))


def _require_small(extents: Iterable[Extent]) -> None:
    if sum(one.rows * one.columns for one in extents) > _MOST_AREA:
        raise UnreadableTable(
            f"表格过大，超过 {_MOST_AREA} 个单元格，请删去空白区域中的零散内容",
            f"reaches over more than {_MOST_AREA} cells: clear what stands far off the table",
        )


def _percent_styles(archive: zipfile.ZipFile, roots: Mapping[str, str | None]) -> frozenset[str]:
    """The styles of cells, by the number that a cell names, that show a rate with its sign."""
    part = "xl/styles.xml"
    if roots.get(part) != "styleSheet":
        return frozenset()
    styles = fromstring(archive.read(part), forbid_dtd=True)
    own = {
        one.get("numFmtId")
        for one in styles.iter()
        if _local(one.tag) == "numFmt" and "%" in (one.get("formatCode") or "")
    }
    formats = [list(one) for one in styles.iter() if _local(one.tag) == "cellXfs"]
    cells = formats[0] if formats else []
    shown = {*own, *_PERCENT_FORMATS}
    return frozenset(str(at) for at, one in enumerate(cells) if one.get("numFmtId") in shown)


def _extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, percents: frozenset[str]) -> Extent:
    """Measure a sheet, and stop at the first cell that is too far; raises `UnreadableTable`."""
    reader = _Reader(percents)
    parser = _parser(entry.filename)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with archive.open(entry) as opened:
        while chunk := opened.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    return reader.extent


def _root(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str | None:
    """The first element of a part, `None` of a picture; refuses a part with a document type.

    A part with entities declares its type before the first element. A part that is no XML and may
    be taken for some is refused.
    """
    parser = _parser(entry.filename)
    seen: list[str] = []
    parser.StartElementHandler = lambda name, _attributes: seen.append(name)
    with archive.open(entry) as opened:
        try:
            while not seen and (chunk := opened.read(_CHUNK)):
                parser.Parse(chunk)
        except ExpatError:
            if not seen and not entry.filename.lower().endswith(_PICTURES):
                raise
    return _local(seen[0]) if seen else None


def _parser(part: str = "") -> Any:
    parser = ParserCreate()

    def declared(*_given: Any) -> None:
        raise UnreadableTable(f"{part} 有实体声明，请另存", "declares entities: save it anew")

    parser.StartDoctypeDeclHandler = declared
    return parser


def _sheets(archive: zipfile.ZipFile, roots: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Each sheet with its part; refuses one whose part is not there or is no sheet."""
    related = fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {one.get("Id"): one.get("Target", "") for one in related}
    book = fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    for element in book.iter():
        if _local(element.tag) == "sheet":
            target = (targets.get(element.get(_REL)) or "").lstrip("/")
            part = f"xl/{target}" if f"xl/{target}" in roots else target
            if not (roots.get(part) or "").endswith("sheet"):
                raise UnreadableTable(*NO_WORKBOOK)
            yield element.get("name", ""), part


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


class _Reader:
    """Reads the cells of a sheet as they come; remembers none of their values.

    A cell counts as soon as it has anything in it, be it an empty text: the library counts it too.
    """

    def __init__(self, percents: frozenset[str]) -> None:
        self.extent = Extent()
        self._percents = percents
        self._row = self._column = 0
        self._is_error = self._has_formula = self._has_value = self._is_value = False
        self._is_filled = self._is_percent = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = _local(tag)
        if name == "c":
            self._row, self._column = _cell(attributes.get("r", ""), self._row, self._column)
            self._is_error = attributes.get("t") == "e"
            self._is_percent = attributes.get("s") in self._percents
            self._has_formula = self._has_value = self._is_filled = False
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
        else:
            self._is_filled = True
            self._has_formula |= name == "f"
            self._is_value = name in _VALUES

    def text(self, text: str) -> None:
        """Take the text within an element."""
        self._has_value |= self._is_value and bool(text)

    def end(self, tag: str) -> None:
        """End an element."""
        self._is_value = False
        if not self._is_filled or _local(tag) != "c":
            return
        at, extent = (self._row, self._column), self.extent
        if self._has_formula:
            extent.formulas[at] = self._has_value
        if self._is_error:
            extent.errors.add(at)
        if self._is_percent:
            extent.percents.add(at)
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


def _cell(reference: str, row: int, column: int) -> Cell:
    """Row and column of a reference as B3; the next cell of the row where there is none."""
    if not reference:
        return row, column + 1
    name = reference.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(name) :]), column
