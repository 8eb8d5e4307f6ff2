"""The accepted kinds of documents, recognised by their first bytes and their parts.

The table is our own: no library that we examined knows OFD (GB/T 33190), the national format, and
all three office formats are ZIP archives that differ only in their parts
(docs/decisions/1133-documents.md).
"""

from __future__ import annotations

import io
import zipfile

_EXTENSIONS = {
    "application/pdf": ("pdf",),
    "application/ofd": ("ofd",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
}
MEDIA_TYPES = frozenset(_EXTENSIONS)
"""The accepted media types."""

EXTENSIONS = tuple(one for names in _EXTENSIONS.values() for one in names)
"""The accepted file extensions."""

_OF_EXTENSION = {one: kind for kind, names in _EXTENSIONS.items() for one in names}
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_ARCHIVE = b"PK\x03\x04"
_PARTS = {
    "OFD.xml": "application/ofd",
    "word/document.xml": _OF_EXTENSION["docx"],
    "xl/workbook.xml": _OF_EXTENSION["xlsx"],
}
_MACROS = "vbaProject.bin"


def sniffed(content: bytes) -> str | None:
    """The media type of a content, or `None` if its kind is not accepted.

    For an archive it reads the list of parts and unpacks nothing; an archive with macros is not
    accepted.
    """
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    return _of_parts(content) if content.startswith(_ARCHIVE) else None


def of_name(name: str) -> str | None:
    """The media type of a name's extension, or `None`."""
    return _OF_EXTENSION.get(name.rpartition(".")[2].lower())


def _of_parts(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return None
    if any(part.endswith(_MACROS) for part in parts):
        return None
    found = {_PARTS[part] for part in parts if part in _PARTS}
    return found.pop() if len(found) == 1 else None
