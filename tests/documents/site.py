"""Build the site of the pages: `python -m tests.documents.site`, or `make docs`.

The site has the pages at the same paths as the tree, so their links work on it. mkdocs runs in its
own environment, made from the group `docs` of the lock file. Every warning is an error.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.bootstrap import existing_uv
from deploy.command import run
from deploy.errors import EngineError
from deploy.filelock import exclusive
from tests.documents.pages import ROOT, links, pages

ENVIRONMENT = ROOT / ".cache" / "docs-env"
PAGES = ROOT / ".cache" / "site-pages"
SITE = ROOT / ".cache" / "site"

_SHIM = "https://unpkg.com/iframe-worker/shim"
_PARTS = Path(__file__).parent / "site_parts"
_OWN_SHIM = _PARTS / "iframe-worker.js"
_STYLE = _PARTS / "site.css"
_FETCHED = re.compile(
    r"""<(?:script|img|iframe|source)[^>]*\bsrc=["']?(?:https?:)?//[^\s"'>]+"""
    r"""|<link[^>]*\bhref=["']?(?:https?:)?//[^\s"'>]+"""
)
"""What a page has a browser fetch from another host; a link that a person follows is none."""


def lay_out(target: Path = PAGES, root: Path = ROOT) -> None:
    """Copy all pages, the files that they link to and the style sheet into an empty folder.

    Each is at its path.
    """
    shutil.rmtree(target, ignore_errors=True)
    for page in [*pages(root), *sorted((root / "examples").glob("*/README.md"))]:
        for file in (page, *linked_files(page)):
            copy = target / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
    shutil.copyfile(_STYLE, target / _STYLE.name)


def linked_files(page: Path) -> Iterator[Path]:
    """The files that a page links to and that are no pages, as an example's table."""
    for target in links(page.read_text("utf-8")):
        file = (page.parent / target.partition("#")[0]).resolve()
        if file.is_file() and file.suffix != ".md":
            yield file


def build() -> Path:
    """Build the site; returns its first page. Raises `EngineError` where something is wrong."""
    uv = existing_uv()
    if uv is None:
        raise EngineError("uv is needed: put it on PATH, or remove .venv and run `make setup`")
    sync = [uv, "sync", "--locked", "--only-group", "docs", "--no-install-project"]
    python = [*sync, "--no-python-downloads", "--python", sys.executable]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT)}
    environment.pop("VIRTUAL_ENV", None)  # an active environment of something else
    mkdocs = [str(ENVIRONMENT / "bin" / "mkdocs"), "build", "--strict"]
    with exclusive(ROOT / ".cache" / "docs.lock", lambda: _say("docs: waiting for another build")):
        run(
            python,
            "docs: installing the locked packages of the site",
            _say,
            cwd=ROOT,
            env=environment,
        )
        lay_out()
        run(mkdocs, "docs: building the site", _say, cwd=ROOT, env=environment)
        stand_alone()
    return SITE / "index.html"


def stand_alone(site: Path = SITE) -> None:
    """Have the pages fetch nothing from another host.

    The theme takes one script from the net; it is put beside the pages. Raises `EngineError` where
    a page fetches anything else.
    """
    assets = site / "assets"
    assets.mkdir(exist_ok=True)
    shutil.copyfile(_OWN_SHIM, assets / _OWN_SHIM.name)
    for page in site.rglob("*.html"):
        up = "../" * (len(page.relative_to(site).parts) - 1)
        text = page.read_text("utf-8").replace(_SHIM, f"{up}assets/{_OWN_SHIM.name}")
        if fetched := _FETCHED.findall(text):
            raise EngineError(f"{page.relative_to(site)} fetches from another host: {fetched[0]}")
        page.write_text(text, "utf-8")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a script tells what it does


def main() -> int:
    """Build it; the exit code is 1 where that fails, and the reason is printed."""
    try:
        _say(f"docs: {build()}")
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
