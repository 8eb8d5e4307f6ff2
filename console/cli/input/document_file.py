"""Reading a document to attach; its kind is recognised by its content."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from console.cli.errors import InputError
from console.cli.input.input_file import read_file
from domain.shared.filings.attachment import LARGEST
from domain.shared.filings.media_types import EXTENSIONS, sniffed


def read_document(path: Path) -> tuple[bytes, dict[str, Any]]:
    """The bytes of a document and the fields of `attach`; raises `InputError`.

    A link is refused, so that exactly the named file is attached.
    """
    content = read_file(path, LARGEST, follow=False)
    if not content:
        raise InputError(str(path), None, "file", "is empty")
    media_type = sniffed(content)
    if media_type is None:
        kinds = ", ".join(EXTENSIONS)
        raise InputError(str(path), None, "file", f"is none of {kinds} (without macros)")
    return content, {
        "sha256": sha256(content).hexdigest(),
        "file_name": path.name,
        "size": str(len(content)),
        "media_type": media_type,
    }
