"""The day of a disclosure, on each side of it, by the text and by a ruling."""

from __future__ import annotations

from datetime import date

import pytest

from domain.rules import RuleBook
from domain.rules.engine.pack_set import PackSet
from domain.rules.engine.rulings import RecordedRuling

ON = date(2025, 6, 1)


def due(book: RuleBook, artefact: str = "project_target", **asked: str) -> object:
    given = {"artefact": artefact, "issued_on": "2025-02-10", **asked}
    return book.answer("disclosure.due", ON, given).outcome


@pytest.mark.parametrize(
    ("published", "status"),
    [("2025-03-01", "on_time"), ("2025-03-02", "on_time"), ("2025-03-03", "late")],
)
def test_the_twentieth_day_after_the_issue_is_in_time(
    packs: PackSet, published: str, status: str
) -> None:
    book = RuleBook(packs, "653129")
    assert due(book, published_on=published) == {"due": "2025-03-02", "status": status}


def test_a_ruling_gives_other_days(packs: PackSet) -> None:
    ruled = RecordedRuling("AMB-22", "三十日内公开。", 30, "财政局局长", date(2025, 1, 5))
    book = RuleBook(packs, "653129", {"AMB-22": ruled})
    assert due(book) == {"due": "2025-03-12", "status": None}
    assert due(book, "key_evaluation_report") is None


def test_nothing_is_published_on_the_portal_that_no_text_sends_there(packs: PackSet) -> None:
    asked = {"artefact": "adjusted_target", "confidential": False}
    answer = RuleBook(packs, "653129").answer("disclosure.required", ON, asked)
    assert answer.outcome["channel"] == "public"


SENSITIVE = "sensitive_information"
KEY, TARGET = "key_evaluation_report", "project_target"


@pytest.mark.parametrize(
    ("jurisdiction", "day", "artefact", "excepted"),
    [
        ("653129", "2024-12-31", KEY, ["secret_information"]),
        ("653129", "2025-01-01", KEY, ["secret_information", SENSITIVE]),
        ("653129", "2025-01-01", TARGET, ["secret_information"]),
        ("653000", "2022-12-31", TARGET, None),
        ("653000", "2023-01-01", TARGET, ["secret_information", SENSITIVE]),
        ("653000", "2023-01-01", "self_evaluation_form", ["secret_information", SENSITIVE]),
        ("652800", "2024-12-31", KEY, ["approved_secret_units"]),
        (
            "652800",
            "2025-01-01",
            KEY,
            ["secret_information", SENSITIVE, "approved_secret_units"],
        ),
        (
            "652800",
            "2025-01-01",
            TARGET,
            ["secret_departments", "secret_projects", "approved_secret_units"],
        ),
        ("652822", "2023-12-31", TARGET, None),
        ("652822", "2024-01-01", TARGET, ["secret_units", "secret_matters"]),
        ("652825", "2024-01-01", TARGET, []),
    ],
)
def test_what_a_text_keeps_back_is_told_in_its_own_terms(
    packs: PackSet, jurisdiction: str, day: str, artefact: str, excepted: list[str] | None
) -> None:
    on, asked = date.fromisoformat(day), {"artefact": artefact}
    answer = RuleBook(packs, jurisdiction).answer("disclosure.excepted", on, asked)
    assert answer.outcome == excepted
