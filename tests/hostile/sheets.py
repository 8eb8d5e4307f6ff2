"""Workbooks, taken apart and put together with something else in them."""

from __future__ import annotations

import io
import zipfile
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
