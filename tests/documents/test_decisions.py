"""Decisions: each has a title that says what was decided, and each that is cited is there."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.documents.decision_index import (
    OTHER,
    Decision,
    decision_index,
    decisions,
    records,
    sections,
)
from tests.documents.pages import ROOT, pages

ALL = decisions()
RECORDS = [*records()]

VERBS = re.compile(
    r"""
    adds|adopts|agrees|are|asks|attaches|be|begins|belongs|binds|bound|bounds|brings|carries|
    cite|cites|come|comes|compares|continues|copies|counts|dates|delegates|ends|equals|exists|fit|fits|
    folded|folds|follows|gives|goes|has|have|holds|is|keep|keeps|know|knows|lasts|leave|leaves|
    lists|lives|loses|mails|make|makes|may|mends|monitors|moves|must|names|need|needs|notices|opens|outlives|parses|
    plays|prepares|print|prints|quotes|read|reads|records|refuses|registers|replaces|replays|
    reports|rests|returns|rules|run|runs|says|sees|sends|serves|share|shares|shows|skips|
    stand|stands|starts|stay|stays|stop|stops|stores|strike|strikes|swaps|sweeps|takes|tells|
    wait|waits|watch|watched|watches|widen|writes
    """,
    re.VERBOSE,
)
"""Verbs that the titles of decisions have. Another title may need another verb: add it."""

BRACKETS = re.compile(r"\(((?:0|1)\d{3})(?:[ ,)])")
NAMED = re.compile(r"\b(?:[Rr]ecord|[Dd]ecision)s? ((?:0|1)\d{3})\b")
CITED = re.compile(r"docs/[\w/-]+\.md")
WITH_NUMBER = re.compile(r"(docs/[\w/-]+\.md)((?:, \d{4})+)")


def says_what_was_decided(title: str) -> bool:
    words = title.lower().replace(",", "").split()
    asks = words[0] in {"what", "which", "who", "how", "why"}
    return not asks and len(words) >= 3 and any(map(VERBS.fullmatch, words))


@pytest.mark.parametrize("decision", ALL, ids=lambda one: one.number)
def test_the_title_of_a_decision_says_what_was_decided(decision: Decision) -> None:
    assert says_what_was_decided(decision.title), "a verb that VERBS lacks is added there"


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Slices", False),
        ("Dependencies and why", False),
        ("Rebuild speed", False),
        ("What is compared after a loss", False),
        ("A policy binds", True),
        ("The engine has no HTTP port", True),
    ],
)
def test_a_title_of_nouns_says_nothing(title: str, says: bool) -> None:
    assert says_what_was_decided(title) == says


def test_a_decision_has_one_number_and_one_place() -> None:
    assert [
        number for number, times in Counter(one.number for one in ALL).items() if times > 1
    ] == []
    for one in records():
        assert one.page.name.startswith(f"{one.number}-")


def test_every_decision_is_in_the_index() -> None:
    index = decision_index()

    assert all(f"[{one.number} {one.title}](" in index for one in ALL)


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.number)
def test_a_record_has_a_theme_a_day_its_context_and_its_consequence(record: Decision) -> None:
    text = record.page.read_text("utf-8")

    assert record.theme != OTHER
    assert re.fullmatch(r"Theme: .+ · Accepted: \d{4}-\d\d-\d\d", text.split("\n")[2])
    own, *_ = re.split(r"^## \d{4} ", text, flags=re.MULTILINE)
    for part in ("**Context.** ", "**Decision.** ", "**Consequence.** "):
        assert part in own, f"{record.page.name} has no {part}"


@pytest.mark.parametrize(
    "section", [one for record in RECORDS for one in sections(record.page)], ids=lambda one: one[0]
)
def test_a_section_of_a_record_has_the_day_on_which_it_was_accepted(section: Decision) -> None:
    text = section.page.read_text("utf-8").partition(f"\n## {section.number} {section.title}\n\n")[
        2
    ]

    assert re.match(r"Accepted: \d{4}-\d\d-\d\d\b", text)


def test_a_section_of_a_record_keeps_its_number_and_names_what_it_replaces(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "decisions"
    folder.mkdir(parents=True)
    (folder / "0001-log.md").write_text(
        "# 0001 The log grows\n\nTheme: The log · Replaces: 0009 · Accepted: 2026-01-01\n\nA.\n\n"
        "## 0002 The log stays\n\nAccepted: 2026-01-02 · Replaces: 0003, 0004\n\nText.\n\n"
        "## Not numbered\n\nReplaces: 0005\n"
    )

    found = [(one.number, one.anchor, one.replaces) for one in decisions(tmp_path)]

    assert found == [
        ("0001", "", ("0009",)),
        ("0002", "0002-the-log-stays", ("0003", "0004")),
    ]
    assert (
        "- [0001 The log grows](0001-log.md) (replaces 0009)\n"
        "    - [0002 The log stays](0001-log.md#0002-the-log-stays) (replaces 0003, 0004)\n"
    ) in decision_index(tmp_path)


def test_a_decision_that_was_replaced_is_named_by_one_that_is_there() -> None:
    gone = [number for one in ALL for number in one.replaces]

    assert len(gone) == len(set(gone))
    assert not {one.number for one in ALL} & set(gone)
    assert all(f"{number}" in decision_index() for number in gone)


def known() -> set[str]:
    return {one.number for one in ALL} | {gone for one in ALL for gone in one.replaces}


def test_a_number_in_brackets_names_a_decision() -> None:
    unknown = {
        f"{page.name}: {number}"
        for page in pages()
        for number in BRACKETS.findall(page.read_text("utf-8"))
        if number not in known()
    }

    assert unknown == set()


def test_a_decision_that_is_named_by_its_number_is_there() -> None:
    unknown = {
        f"{page.name}: {number}"
        for page in [*pages(), *sources()]
        for number in NAMED.findall(re.sub(r"\s+", " ", page.read_text("utf-8")))
        if number not in known()
    }

    assert unknown == set()


def sources() -> list[Path]:
    """All Python files but these ones, which speak of pages that are not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.split("\0") if name and "documents/" not in name]
    return [ROOT / name for name in names if (ROOT / name).exists()]


def test_code_cites_pages_and_decisions_that_are_there() -> None:
    where = {(f"docs/{one.page.relative_to(ROOT / 'docs')}", one.number) for one in ALL}
    gone = []
    for source in sources():
        text = re.sub(r"\s+", " ", source.read_text("utf-8"))
        gone += [
            f"{source.name}: {page}" for page in CITED.findall(text) if not (ROOT / page).exists()
        ]
        gone += [
            f"{source.name}: {page}, {number}"
            for page, numbers in WITH_NUMBER.findall(text)
            for number in re.findall(r"\d{4}", numbers)
            if (page, number) not in where
        ]

    assert gone == []
