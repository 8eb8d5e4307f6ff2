"""Workbooks, taken apart and put together with something else in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: Sequence[Any], merged: str | None = None) -> bytes:
    """A workbook with these rows in its first sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook in one of whose parts something stands in the place of something else."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(written, "w") as made:
        for entry in book.infolist():
            part = book.read(entry)
            if entry.filename == name:
                assert old in part
                part = part.replace(old, new, 1)
            made.writestr(entry.filename, part, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def with_hidden_sheet(content: bytes) -> bytes:
    """A workbook whose first sheet stands in a part that is not called .xml."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(written, "w") as made:
        for entry in book.infolist():
            part = book.read(entry).replace(b"sheet1.xml", b"sheet1.dat")
            name = entry.filename.replace("sheet1.xml", "sheet1.dat")
            made.writestr(name, part, zipfile.ZIP_DEFLATED)
    return written.getvalue()


_BLOCK = bytes(1 << 22)


def zipped_zeros(blocks: int, name: str = SHEET, says: int | None = None) -> bytes:
    """A zip file with one part of so many blocks of 4 MiB of zeros; `says` is the size it names.

    The blocks are packed once and repeated, so that it is made at once whatever they unpack to.
    """
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packing.compress(_BLOCK) + packing.flush(zlib.Z_FULL_FLUSH)
    packed = once * blocks + packing.flush()
    size = blocks * len(_BLOCK) if says is None else says
    path = name.encode()
    both = (20, 0, zipfile.ZIP_DEFLATED, 0, 0x21, 0, len(packed), size, len(path), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *both) + path + packed
    central = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *both, 0, 0, 0, 0, 0) + path
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end
