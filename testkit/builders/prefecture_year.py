"""Builders of a prefecture's work year with a county."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.kernel.answer import Answer, Rules
from domain.kernel.decider import Actor
from domain.kernel.vocabulary import Role
from domain.subjects.jurisdiction_year import decider
from domain.subjects.jurisdiction_year.bureau_duties import RULE as BUREAU_DUTIES
from domain.subjects.jurisdiction_year.counties import AddCounty
from domain.subjects.jurisdiction_year.county_appraisal import ScoreCounty
from domain.subjects.jurisdiction_year.county_reports import FileReport, FileSummary
from domain.subjects.jurisdiction_year.opening import OpenYear
from testkit.decider_spec import DeciderSpec, FakeRules, packaged_rules

PREFECTURE, YEAR = "653000", "653000/2023"
COUNTY, OTHER = "653022", "653023"
JUNE, NOVEMBER = date(2023, 6, 10), date(2023, 11, 10)
JULY, DECEMBER = date(2023, 7, 31), date(2023, 12, 31)

COUNTY_BUREAU = Actor("akt-1", COUNTY, Role.FINANCE)
COUNTY_GOVERNMENT = Actor("akt-2", COUNTY, Role.GOVERNMENT)
OTHER_BUREAU = Actor("aht-1", OTHER, Role.FINANCE)

ADD = AddCounty(county=COUNTY, county_name="阿克陶县")
ADD_OTHER = AddCounty(county=OTHER, county_name="阿合奇县")
SUMMARY = FileSummary(county=COUNTY, document="年度总结")


@dataclass(frozen=True, slots=True)
class OfCounties:
    """The rules of 克州 without those on the bureau's own duties."""

    rules: Rules = field(default_factory=lambda: packaged_rules(PREFECTURE))

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Answer as the rules do; the bureau has no duties."""
        rules = FakeRules() if rule == BUREAU_DUTIES else self.rules
        return rules.ask(rule, on, **inputs)


def opened(rules: Rules | None = None, on: str = "2023-01-05") -> DeciderSpec:
    """Open the work year of a prefecture, by default under the rules of 克州 on its counties."""
    scene = DeciderSpec.of(decider, YEAR, rules or OfCounties(), on)
    return scene.given(OpenYear(portfolio="0" * 64, clock="simulated"))


def with_county(rules: Rules | None = None) -> DeciderSpec:
    """Open the year and register a county in it."""
    return opened(rules).given(ADD)


def report(node: date = JUNE) -> FileReport:
    """File a county's report."""
    return FileReport(
        county=COUNTY, node=node, report="报告", summary_table="汇总表", evidence=("佐证1",)
    )


def appraisal(node: date = JULY, score: str = "92.5") -> ScoreCounty:
    """Score the county."""
    return ScoreCounty(
        county=COUNTY, node=node, score=Decimal(score), findings="较好", document="考核办法"
    )
