"""The words of monitoring rounds: every figure, reason and rate has them."""

from __future__ import annotations

from typing import get_args

from console.cli.render.round_words import FIGURES, REASONS, analysis_lines, score_lines
from domain.shared.counted import counted
from domain.subjects.jurisdiction_year.round_analysis import Figure, Reason

DIGEST = "0" * 64


def test_every_figure_and_reason_is_named() -> None:
    assert set(FIGURES) == set(get_args(Figure))
    assert set(REASONS) == set(get_args(Reason))


def test_an_analysis_is_told_by_counts_reasons_and_rates() -> None:
    data = {
        "figures": [
            {"figure": "projects", **counted(["P1", "P2"])},
            {"figure": "failed", **counted([])},
            {"figure": "filed", "count": 1_001, "sha256": DIGEST},
        ],
        "reasons": [{"reason": "score", **counted([f"P{number:02}" for number in range(21)])}],
        "filing_rate": "50",
    }
    projects, failed, filed, reason, rates = analysis_lines(data)
    assert projects == "纳入监控 in the round: 2（P1、P2）"
    assert failed == "审核不合格 failed: 0"
    assert filed == "已填报 filed: 1001（sha256 000000000000）"
    assert reason.startswith("整改原因 监控得分不合格 score: 21（P00、P01、")
    assert reason.endswith("P19…）")
    assert rates == "填报率 filed 50%"


def test_scores_are_told_line_by_line() -> None:
    scores = [{"node": "2025-05-31", "score": "80", "failed": False}]
    assert list(score_lines(scores)) == ["2025-05-31 80 分，合格 · 2025-05-31 80, passed"]
    assert list(score_lines([])) == ["本年没有监控评分 no monitoring score this year"]
