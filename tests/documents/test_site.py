"""The site of the pages: all of them are in it, and it stands alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.errors import EngineError
from tests.documents.pages import ROOT, links, pages
from tests.documents.site import lay_out, stand_alone


def test_the_navigation_has_every_page_once_but_for_the_records() -> None:
    listed = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    wanted = [
        page.relative_to(ROOT).as_posix()
        for page in [*pages(), *(ROOT / "examples").glob("*/README.md")]
        if not (page.parent.name == "decisions" and page.name != "README.md")
    ]

    assert sorted(listed) == sorted(wanted)


def test_pages_are_laid_out_as_in_the_tree(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("gone")

    lay_out(tmp_path)

    assert not (tmp_path / "old.md").exists()
    for name in ("README.md", "docs/operations.md", "examples/small_years/README.md"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()
    assert "extra_css: [site.css]" in (ROOT / "mkdocs.yml").read_text("utf-8")
    assert (tmp_path / "site.css").exists()


def test_every_link_of_the_site_leads_to_a_file_of_the_site(tmp_path: Path) -> None:
    lay_out(tmp_path)

    pages_of_site = [*tmp_path.rglob("*.md")]
    dead = [
        (page.relative_to(tmp_path).as_posix(), link)
        for page in pages_of_site
        for link in links(page.read_text("utf-8"))
        if (path := link.partition("#")[0]) and not (page.parent / path).is_file()
    ]
    assert len(pages_of_site) > 70
    assert dead == []


def test_the_script_that_the_theme_takes_from_the_net_is_beside_the_pages(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "page.html"
    page.parent.mkdir()
    page.write_text(
        '<script src="https://unpkg.com/iframe-worker/shim"></script>'
        '<a href="https://example.org">followed by a person</a>'
    )

    stand_alone(tmp_path)

    assert '<script src="../assets/iframe-worker.js">' in page.read_text()
    assert (tmp_path / "assets" / "iframe-worker.js").exists()


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://example.org/x.js"></script>',
        "<img src=//example.org/x.png>",
        '<link rel="stylesheet" href="https://fonts.example.org/css">',
    ],
)
def test_a_page_that_fetches_from_another_host_fails(part: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(part)

    with pytest.raises(EngineError, match=r"page\.html fetches"):
        stand_alone(tmp_path)
