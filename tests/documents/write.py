"""Write the pages, and parts of pages, that are made from the code or from other pages.

`python -m tests.documents.write` writes what is not current and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.documents.code_in_pages import ROOT, with_code
from tests.documents.commands_page import commands_page
from tests.documents.decision_index import decision_index
from tests.documents.undoing_page import undoing_page
from tests.documents.year_picture import drawn

MADE: Mapping[str, Callable[[str], str]] = {
    "README.md": drawn,
    "docs/architecture.md": with_code,
    "docs/commands.md": lambda _text: commands_page(),
    "docs/undoing.md": lambda _text: undoing_page(),
    "docs/decisions/README.md": lambda _text: decision_index(),
}
"""Each page with what makes it current, given its text."""


def write(root: Path = ROOT) -> list[str]:
    """Write the pages that are not current; returns their names."""
    return [name for name, made in MADE.items() if _written(root / name, made)]


def _written(page: Path, made: Callable[[str], str]) -> bool:
    before = page.read_text("utf-8") if page.exists() else ""
    after = made(before)
    if after != before:
        page.write_text(after, "utf-8")
    return after != before


if __name__ == "__main__":
    for name in write():
        print(f"written: {name}")  # noqa: T201 - a script tells what it did
