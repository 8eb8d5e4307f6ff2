"""Checks of a workbook's parts before any part is read."""

from __future__ import annotations

import io
import zipfile
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from console.cli.errors import InputError


def check_parts(content: bytes, file: str, largest: int) -> None:
    """Raise `InputError` for parts of more than `largest` bytes in all, or with a document type.

    An entity can grow without limit or include another file, and a sheet needs none.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > largest:
            raise InputError(file, None, "file", f"unpacks to more than {largest} bytes")
        for entry in entries:  # whatever its name: a sheet may have any
            with archive.open(entry) as part:
                declares = _declares_a_type(part)
            if declares:
                why = f"{entry.filename} 有实体声明，请另存 / declares entities: save it anew"
                raise InputError(file, None, "file", why)


def _declares_a_type(part: IO[bytes]) -> bool:
    """Whether a document type stands before the first element; it can stand nowhere else."""
    try:
        next(iterparse(part, events=("start",), forbid_dtd=True), None)
    except DefusedXmlException:
        return True
    except ParseError:
        return False  # what is no XML is said by who reads it
    return False
