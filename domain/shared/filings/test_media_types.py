"""What content is, told by its bytes and not by its name."""

from __future__ import annotations

import io
import zipfile

import pytest

from domain.shared.filings.media_types import EXTENSIONS, MEDIA_TYPES, of_name, sniffed


def archive(*parts: str) -> bytes:
    """An archive with such parts, each of a byte."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for part in parts:
            opened.writestr(part, b"x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0...", "jpg"),
        (b"\xff\xd8\xff\xe1...", "jpeg"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "ofd"),
    ],
)
def test_a_kind_that_is_taken_is_told_from_its_content(content: bytes, extension: str) -> None:
    assert sniffed(content) == of_name(f"附件.{extension}")
    assert sniffed(content) == of_name(f"附件.{extension.upper()}")
    assert sniffed(content) in MEDIA_TYPES


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF",
        b" %PDF-1.7",
        b"\x89PNG\r\n\x1a",
        b"\xff\xd8",
        b"MZ\x90\x00",
        "文字".encode(),
        b"PK\x03\x04cut short",
        archive("a.txt"),
        archive("word/document.xml", "xl/workbook.xml"),
        archive("word/document.xml", "word/vbaProject.bin"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_anything_else_is_of_no_kind(content: bytes) -> None:
    assert sniffed(content) is None


@pytest.mark.parametrize("name", ["a", "a.exe", "a.pdf.exe", "a.docm", "a."])
def test_a_name_of_another_extension_is_of_no_kind(name: str) -> None:
    assert of_name(name) is None


def test_every_kind_has_an_extension() -> None:
    assert {of_name(f"a.{extension}") for extension in EXTENSIONS} == MEDIA_TYPES
