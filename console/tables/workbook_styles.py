"""The styles of a workbook: which of them show a number in per cent."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from defusedxml.ElementTree import fromstring

_BUILT_IN = frozenset({"9", "10"})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def percent_styles(archive: zipfile.ZipFile, roots: Mapping[str, str | None]) -> frozenset[str]:
    """The numbers of the styles, as cells name them, whose format has a sign of per cent."""
    part = next((name for name, root in roots.items() if root == "styleSheet"), None)
    return frozenset() if part is None else frozenset(_percents(archive.read(part)))


def _percents(content: bytes) -> Iterator[str]:
    styles = fromstring(content, forbid_dtd=True)
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in _within(styles, "numFmts")}
    shown = {
        name for name, code in formats.items() if "%" in _QUOTED.sub("", code)
    } | _BUILT_IN - formats.keys()
    for at, one in enumerate(_within(styles, "cellXfs")):
        if one.get("numFmtId") in shown:
            yield str(at)


def _within(styles: Any, name: str) -> Iterator[Any]:
    """The elements of a list of the styles, whatever their namespace."""
    for one in styles:
        if one.tag.rpartition("}")[2] == name:
            yield from one
