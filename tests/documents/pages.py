"""The pages of the project as Markdown: their headings, anchors and links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *#*$", re.MULTILINE)
_LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)")
_CODE = re.compile(r"`[^`\n]*`")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Heading(NamedTuple):
    """A heading: how deep, its text, and the anchor that leads to it."""

    depth: int
    text: str
    anchor: str


def pages(root: Path = ROOT) -> list[Path]:
    """README, CONTRIBUTING and all pages below docs."""
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def headings(text: str) -> list[Heading]:
    """The headings of a page in their order; a repeated anchor has a number, as sites number it."""
    seen: Counter[str] = Counter()
    found = []
    for marks, words in _HEADING.findall(_FENCE.sub("", text)):
        anchor = slug(words)
        number = seen[anchor]
        seen[anchor] += 1
        found.append(Heading(len(marks), words, f"{anchor}-{number}" if number else anchor))
    return found


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it; the site is set to make the same."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def links(text: str) -> Iterator[str]:
    """The targets of a page's links, those to other places left out."""
    for target in _LINK.findall(_CODE.sub("", _FENCE.sub("", text))):
        if not _ELSEWHERE.match(target):
            yield target


def dead(page: Path, text: str) -> list[str]:
    """The links of a page with this text that lead nowhere."""
    return [target for target in links(text) if not _leads_somewhere(page, text, target)]


def _leads_somewhere(page: Path, text: str, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not path:
        return not anchor or anchor in _anchors(text)
    if not file.exists() or ROOT not in (file, *file.parents):
        return False
    return not anchor or (file.is_file() and anchor in _anchors(file.read_text("utf-8")))


def _anchors(text: str) -> set[str]:
    return {heading.anchor for heading in headings(text)}
