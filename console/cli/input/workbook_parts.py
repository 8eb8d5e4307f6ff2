"""Checks of a workbook's parts before any part is read."""

from __future__ import annotations

import io
import zipfile
from typing import IO, NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from console.cli.errors import InputError

_CHUNK = 1 << 16


class _Begun(Exception):  # noqa: N818 - where a document type can stand no more
    """Raised at the first element, to stop the parser."""


def check_parts(content: bytes, file: str, largest: int) -> None:
    """Raise `InputError` if the parts exceed `largest` bytes in total or declare entities.

    An entity can grow without limit or include another file, and a sheet needs none.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > largest:
            raise InputError(file, None, "file", f"unpacks to more than {largest} bytes")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    declares = _declares_a_type(part)
                if declares:
                    why = f"{entry.filename} 有实体声明，请另存 / declares entities: save it anew"
                    raise InputError(file, None, "file", why)


def _declares_a_type(part: IO[bytes]) -> bool:
    found: list[bool] = []
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = _begun
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk)
    except (_Begun, ExpatError):
        pass  # the reader reports a part that is not XML
    return bool(found)


def _begun(*_: object) -> NoReturn:
    raise _Begun
