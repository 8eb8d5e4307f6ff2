"""Imports of a work year: what the bureau and its counties did before the year came into the log.

A selection and a draw reach their projects and are taken, not imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from domain.kernel.decider import Deciders
from domain.kernel.message import Command
from domain.kernel.vocabulary import Role
from domain.shared.filings import importing
from domain.shared.filings.importing import EVOLVE, Importable, Importing, importable
from domain.subjects.jurisdiction_year import (
    bureau_work,
    county_appraisal,
    county_reports,
    direct_funds,
    plan,
    records,
    sheets,
    year_summaries,
)
from domain.subjects.jurisdiction_year.counties import CountyAct
from domain.subjects.jurisdiction_year.due_dates import year_of
from domain.subjects.jurisdiction_year.state import JurisdictionYear

__all__ = ["DECIDE", "EVOLVE", "IMPORTABLE", "IMPORTING"]


def _at_node(message: Any) -> str:
    return f"{message.county}:{message.node}"


def _of_budgets(message: Any) -> str:
    return "+".join(message.budget_types)


def _of_problem(message: Any) -> str:
    return f"{message.county}.{message.number}"


IMPORTABLE: Mapping[str, Importable] = MappingProxyType(
    dict(
        (
            importable(plan.PlanSet, plan.SetPlan, plan.DECIDE),
            importable(
                sheets.ScoreSheetIssued, sheets.IssueScoreSheet, sheets.ON_PAPER, of="document"
            ),
            importable(
                sheets.ChecklistIssued, sheets.IssueChecklist, sheets.ON_PAPER, of="document"
            ),
            *(
                importable(event, command, records.DECIDE, of="held_on")
                for command, event in records.RECORDED.items()
            ),
            importable(
                bureau_work.WorkRecorded,
                bureau_work.RecordWork,
                bureau_work.DECIDE,
                of=bureau_work.place_of,
            ),
            importable(
                county_reports.ReportFiled,
                county_reports.FileReport,
                county_reports.DECIDE,
                of=_at_node,
            ),
            importable(
                county_reports.SummaryFiled,
                county_reports.FileSummary,
                county_reports.DECIDE,
                of="county",
            ),
            importable(
                county_reports.ResultsUseFiled,
                county_reports.FileResultsUse,
                county_reports.DECIDE,
                of="county",
            ),
            importable(
                county_appraisal.CountyScored,
                county_appraisal.ScoreCounty,
                county_appraisal.DECIDE,
                of=_at_node,
            ),
            importable(
                year_summaries.SpecialBudgetsFiled,
                year_summaries.FileSpecialBudgets,
                year_summaries.DECIDE,
                of=_of_budgets,
            ),
            importable(
                year_summaries.SummaryIssued, year_summaries.IssueSummary, year_summaries.DECIDE
            ),
            importable(
                direct_funds.Reviewed,
                direct_funds.ReviewDirectFunds,
                direct_funds.DECIDE,
                of="county",
            ),
            importable(
                direct_funds.RectificationAccepted,
                direct_funds.AcceptRectification,
                direct_funds.DECIDE,
                direct_funds.ReviewDirectFunds,
                of=_of_problem,
            ),
        )
    )
)
"""The acts by name."""


def _role(act: Importable, _state: JurisdictionYear) -> Role:
    """The role that took an act: the summary of a county comes from its government."""
    who = act.command.who
    return next(iter(who)) if len(who) == 1 else Role.GOVERNMENT


def _county(command: Command) -> str | None:
    return command.county if isinstance(command, CountyAct) else None


IMPORTING = Importing(
    acts=IMPORTABLE,
    unit=lambda _state: "",
    role=_role,
    county=_county,
    year=year_of,
    prepared=0,
)
DECIDE: Deciders = importing.deciders(IMPORTING)
