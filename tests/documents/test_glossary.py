"""The glossary: at most 30 words, and each used in one meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents.pages import ROOT, pages

ROW = re.compile(r"^\| (\S+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
VOCABULARY = {
    "评估": "assessment",
    "评价": "evaluation",
    "监控": "monitoring",
    "核查": "verification",
    "审核": "review",
    "绩效目标": "performance target",
    "双监控": "dual monitoring",
    "自评": "self-evaluation",
    "部门评价": "department evaluation",
    "财政重点评价": "finance key evaluation",
    "第三方机构": "third-party institution",
    "真实性核查": "authenticity verification",
    "结果应用": "results use",
    "整改": "rectification",
    "通报批评": "circulated criticism",
    "约谈": "regulatory talk",
    "四本预算": "budget type",
    "整体支出": "overall expenditure",
    "扣减": "deduction",
    "公开": "disclosure",
    "涉密": "confidential",
    "委托": "delegation",
}
"""The words of the field that the design fixes: one term, one meaning."""

PAIR = re.compile(r"([A-Za-z][A-Za-z -]*) \(([\u4e00-\u9fff]+)\)")
"""An English term with its Chinese one behind it."""


def rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return [row for row in ROW.findall(text) if row[0] not in {"Chinese", "---"}]


def terms() -> dict[str, str]:
    return {chinese: english for chinese, english, _ in rows()}


def misnamed(text: str, known: dict[str, str]) -> list[str]:
    """The pairs `English (中文)` of a text in which the English is not the glossary's."""
    return [
        f"{english} ({chinese})"
        for english, chinese in PAIR.findall(text)
        if chinese in known and not english.lower().endswith(known[chinese])
    ]


def test_the_glossary_has_at_most_30_words_each_once_with_its_meaning() -> None:
    assert 0 < len(rows()) <= 30
    assert len(terms()) == len({english for _, english, _ in rows()}) == len(rows())
    assert all(meaning.strip() for _, _, meaning in rows())


def test_the_glossary_has_the_words_of_the_field_as_the_design_fixes_them() -> None:
    assert {word: terms().get(word) for word in VOCABULARY} == VOCABULARY


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_that_gives_a_term_in_both_languages_gives_the_glossarys(page: Path) -> None:
    assert misnamed(page.read_text("utf-8"), terms()) == []


def test_another_english_word_for_a_term_is_found() -> None:
    text = "an ex-ante evaluation (评估), a self-evaluation (自评), a Finance review (审核)"

    assert misnamed(text, VOCABULARY) == ["an ex-ante evaluation (评估)"]
