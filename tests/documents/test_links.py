"""Links and anchors of the pages lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.pages import ROOT, dead, headings, links, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert dead(page, page.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("docs/operations.md", True),
        ("docs/nowhere.md", False),
        ("docs/operations.md#when-", True),
        ("docs/operations.md#when", False),
        ("#here", True),
        ("#there", False),
        ("docs/", True),
        ("../outside.md", False),
        ("https://example.org/nowhere", True),
    ],
)
def test_a_link_is_followed(link: str, leads: bool) -> None:
    text = f"# Here\n[a link]({link})\n"

    assert (dead(ROOT / "README.md", text) == []) == leads


def test_what_is_code_has_no_links_and_no_headings() -> None:
    text = "# One\n```\n# no heading\n[no](link.md)\n```\n`[no](link.md)` [yes](other.md)\n"

    assert [heading.text for heading in headings(text)] == ["One"]
    assert list(links(text)) == ["other.md"]


def test_a_heading_that_comes_twice_has_two_anchors() -> None:
    anchors = [heading.anchor for heading in headings("# 0003 The `audit` leaf\n## A\n## A\n")]

    assert anchors == ["0003-the-audit-leaf", "a", "a-1"]
