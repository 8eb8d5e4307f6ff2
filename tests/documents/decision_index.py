"""The index of the decisions, `docs/decisions/README.md`, made from the pages themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.documents.pages import ROOT, headings, slug

HEAD = """\
# Decisions

`python -m tests.documents.write` generates this page from the pages that it lists; a test checks
that it is current. A record `docs/decisions/NNNN-NAME.md` is a decision on the architecture: its
title states the decision, its text gives context, decision and consequence. The line below the
title gives its theme, the day on which it was accepted, and the records that it replaces. A record
may have numbered sections: decisions on the same topic, each with its own number and day.

Other decisions stand on pages by topic and are numbered in the same series: the reading of the
source documents, the real clock, tests, the command line, security, performance. A number in
brackets, such as (1211), refers to a decision on any of these pages.
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
"""The themes in their order."""

OTHER = "Others"
"""The heading for records whose theme is none of these; a test requires that there are none."""

_TITLE = re.compile(r"# (\d{4}) (.+)")
_THEME = re.compile(r"^Theme: ([^·\n]+?)(?: ·|$)", re.MULTILINE)
_REPLACES = re.compile(r"^(?:Theme|Accepted|Replaces): .*", re.MULTILINE)
_SECTION = re.compile(r"^## (\d{4}) (.+)$", re.MULTILINE)
_NAMED = {theme.replace(",", ""): theme for theme in THEMES}


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
        own = _SECTION.split(text)[0]
        theme = _THEME.search(own)
        named = _NAMED.get(theme[1].replace(",", ""), OTHER) if theme else OTHER
        yield Decision(found[1], found[2], page, theme=named, replaces=_replaced(own))


def sections(page: Path) -> list[Decision]:
    """The numbered sections of a page, in their order."""
    text = page.read_text("utf-8")
    heads = [*_SECTION.finditer(text)]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return [
        Decision(
            head[1],
            head[2],
            page,
            slug(f"{head[1]} {head[2]}"),
            replaces=_replaced(text[head.end() : end]),
        )
        for head, end in zip(heads, ends, strict=False)
    ]


def elsewhere(root: Path = ROOT) -> dict[Path, tuple[str, list[Decision]]]:
    """The pages with decisions of other kinds, with their titles and decisions."""
    found = {}
    for page in sorted((root / "docs").rglob("*.md")):
        if page.parent.name != "decisions" and (decisions := sections(page)):
            found[page] = (headings(page.read_text("utf-8"))[0].text, decisions)
    return found


def decisions(root: Path = ROOT) -> list[Decision]:
    """All decisions: the records, their sections, and those on the other pages."""
    of_records = [one for record in records(root) for one in (record, *sections(record.page))]
    return [*of_records, *(one for _, found in elsewhere(root).values() for one in found)]


def decision_index(root: Path = ROOT) -> str:
    """The whole index."""
    return "\n".join([HEAD, *_by_theme(root), *_by_page(root)]) + "\n"


def _replaced(text: str) -> tuple[str, ...]:
    """The numbers after `Replaces:` in the first line that gives the data of a decision."""
    data = _REPLACES.search(text)
    _, _, numbers = data[0].partition("Replaces: ") if data else ("", "", "")
    return tuple(re.findall(r"\d{4}", numbers.partition("·")[0]))


def _by_theme(root: Path) -> Iterator[str]:
    of: defaultdict[str, list[Decision]] = defaultdict(list)
    for record in records(root):
        of[record.theme].append(record)
    for theme in (*THEMES, OTHER):
        if theme in of:
            yield f"## {theme}\n"
            for record in of[theme]:
                yield _line(record, record.page.name)
                yield from (f"    {_line(one, one.page.name)}" for one in sections(record.page))
            yield ""


def _line(one: Decision, path: str) -> str:
    before = f" (replaces {', '.join(one.replaces)})" if one.replaces else ""
    anchor = f"#{one.anchor}" if one.anchor else ""
    return f"- [{one.number} {one.title}]({path}{anchor}){before}"


def _by_page(root: Path) -> Iterator[str]:
    for page, (title, found) in elsewhere(root).items():
        path = f"../{page.relative_to(root / 'docs').as_posix()}"
        yield f"## [{title}]({path})\n"
        yield from (_line(one, path) for one in found)
        yield ""
