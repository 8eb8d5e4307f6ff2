"""The list of reports of key evaluation as it is printed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from console.cli.render.evaluation_reports import show_reports
from projections.evaluation_reports import Disclosure, Report

PUBLIC = Report(
    stream="652800/2024/Z01",
    name="第五次全国经济普查项目",
    unit="U01",
    unit_name="统计局",
    counted_as="government_debt",
    further=("special_bond",),
    evaluated="1250000",
    score="92",
    grade="excellent",
    finalised_on=date(2025, 6, 2),
    disclosure=Disclosure.DISCLOSED,
    published_on=date(2025, 6, 9),
    channel="政府门户网站",
    lacking=("process", "benefit"),
)
SECRET = Report(
    stream="652800/2024/Z02",
    name=None,
    unit="U02",
    unit_name="示例单位",
    counted_as="other_major",
    further=(),
    evaluated="900000",
    score="81.5",
    grade="good",
    finalised_on=date(2025, 6, 2),
    disclosure=Disclosure.WITHHELD,
    published_on=None,
    channel=None,
)


def test_each_report_stands_with_its_type_and_what_became_of_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    show_reports("652800", 2025, (PUBLIC, SECRET), 9, as_json=False)
    printed = capsys.readouterr().out
    for words in (
        "第五次全国经济普查项目",
        "政府债务（兼 专项债券）",
        "125 万元",
        "2025-06-09",
        "过程 process",
    ):
        assert words in printed
    assert "（涉密）" in printed
    assert "已公开 disclosed 1" in printed
    assert "批准不公开 withheld 1" in printed


def test_it_is_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    show_reports("652800", 2025, (PUBLIC, SECRET), 9, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["position"], told["work_year"]) == (9, 2025)
    assert [one["name"] for one in told["reports"]] == [PUBLIC.name, None]
    assert [one["disclosure"] for one in told["reports"]] == ["disclosed", "withheld"]
