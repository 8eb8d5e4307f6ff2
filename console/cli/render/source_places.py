"""Where a quote stands, as a reader of documents says it: the title, and the headings above."""

from __future__ import annotations

import re
from functools import lru_cache

from console.cli.render.rules_words import document_title
from domain.rules.engine.sources import plain
from store.packs.packaged_packs import packaged_documents

_HEADING = re.compile(
    r"[\s　]*(?P<part>[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)(?P<rest>.*)"
)
_END = re.compile(r"[。：:，]")
_LONGEST = 30
_KEPT = 1_000
"""More quotes than the packs have."""


def place_of(document: str, quote: str) -> str:
    """The document of a quote by its title, and its place by the headings above it.

    A document that does not come with the program is said as the pack names it.
    """
    title = document_title(document)
    if title is None:
        return f"《{document}》"
    return f"《{title}》{_headings(document, plain(quote))}"


@lru_cache(maxsize=_KEPT)
def _headings(document: str, quote: str) -> str:
    """The part and the paragraph that the quote stands in; empty before the first heading."""
    part = paragraph = read = ""
    text = packaged_documents()[document]
    at = plain(text).find(quote)
    for line in text.splitlines():
        if len(read) > at:
            break
        found = _HEADING.match(line)
        if found and found["part"].startswith("（"):
            paragraph = _said(found)
        elif found:
            part, paragraph = _said(found), ""
        read += plain(line)
    return f"{part}{paragraph}"


def _said(found: re.Match[str]) -> str:
    """A heading without the sentences that follow it on its line."""
    rest = _END.split(plain(found["rest"]), maxsplit=1)[0]
    return f"{found['part']}{rest}" if len(rest) <= _LONGEST else found["part"]
