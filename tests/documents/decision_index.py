"""The index of the decisions, `docs/decisions/README.md`, made from the pages themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.documents.pages import ROOT, headings

HEAD = """\
# Decisions

`python -m tests.documents.write` generates this page from the pages that it lists; a test checks
that it is current. A record `docs/decisions/NNNN-NAME.md` is one decision on the architecture: its
title states the decision, its text gives the reasons. A line below the title gives its theme, its
date, and the records that it replaces.

Other decisions are on pages by topic, numbered in the same series: the reading of the source
documents, tests, the command line, performance. A number in brackets, such as (1211), refers to a
decision on any of these pages.
"""

THEMES = (
    "Shape of the code",
    "The log",
    "Deciding an act",
    "Workflows, timers and the clock",
    "Reaching other subjects",
    "Recovery and repair",
    "Boards, explanations and replays",
    "Letters and documents",
    "Engine and environment",
    "Safety",
)
"""The themes in their order; a record without a theme, or with another, stands under the last."""

OTHER = "Others"

_TITLE = re.compile(r"# (\d{4}) (.+)")
_THEME = re.compile(r"^Theme: ([^·\n]+?)(?: ·|$)", re.MULTILINE)
_REPLACES = re.compile(r"^Theme: .*Replaces: ([\d, ]+)", re.MULTILINE)
_NUMBERED = re.compile(r"(\d{4}) (.+)")


class Decision(NamedTuple):
    """A decision: its number, its title, and the page and anchor where it stands."""

    number: str
    title: str
    page: Path
    anchor: str = ""
    theme: str = OTHER
    replaces: tuple[str, ...] = ()


def records(root: Path = ROOT) -> Iterator[Decision]:
    """The records on the architecture, by number; raises `ValueError` for one without a title."""
    for page in sorted((root / "docs" / "decisions").glob("[0-9]*.md")):
        text = page.read_text("utf-8")
        found = _TITLE.fullmatch(text.partition("\n")[0])
        if found is None:
            raise ValueError(f"{page.name} does not begin with its number and its title")
        theme = _THEME.search(text)
        told = theme[1] if theme else OTHER
        before = _REPLACES.search(text)
        yield Decision(
            found[1],
            found[2],
            page,
            theme=told if told in THEMES else OTHER,
            replaces=tuple(re.findall(r"\d{4}", before[1])) if before else (),
        )


def elsewhere(root: Path = ROOT) -> dict[Path, tuple[str, list[Decision]]]:
    """The pages with decisions of other kinds, with their titles and decisions."""
    found = {}
    for page in sorted((root / "docs").rglob("*.md")):
        heads = headings(page.read_text("utf-8"))
        numbered = [(_NUMBERED.fullmatch(one.text), one.anchor) for one in heads[1:]]
        decisions = [Decision(at[1], at[2], page, anchor) for at, anchor in numbered if at]
        if decisions:
            found[page] = (heads[0].text, decisions)
    return found


def decision_index(root: Path = ROOT) -> str:
    """The whole index."""
    return "\n".join([HEAD, *_by_theme(root), *_by_page(root)]) + "\n"


def _by_theme(root: Path) -> Iterator[str]:
    of: defaultdict[str, list[Decision]] = defaultdict(list)
    for record in records(root):
        of[record.theme].append(record)
    for theme in (*THEMES, OTHER):
        if theme in of:
            yield f"## {theme}\n"
            yield from map(_record, of[theme])
            yield ""


def _record(one: Decision) -> str:
    before = f" (replaces {', '.join(one.replaces)})" if one.replaces else ""
    return f"- [{one.number} {one.title}]({one.page.name}){before}"


def _by_page(root: Path) -> Iterator[str]:
    for page, (title, decisions) in elsewhere(root).items():
        path = f"../{page.relative_to(root / 'docs').as_posix()}"
        yield f"## [{title}]({path})\n"
        yield from (f"- [{one.number} {one.title}]({path}#{one.anchor})" for one in decisions)
        yield ""
