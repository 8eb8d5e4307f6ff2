"""Builders of units, an institution and the next work year, for the tests of the boards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.subject_ids import jurisdiction_year, third_party, unit_year
from domain.kernel.vocabulary import Role
from domain.subjects.unit_year.due_dates import SELECTION
from testkit.builders.bureau import COUNTY, FINANCE, SYSTEM, UNIT, YEAR, Bureau
from testkit.builders.unit_year import evaluation, report, target

NEXT_YEAR = jurisdiction_year(COUNTY, YEAR + 1)
JUNE = date(2023, 6, 30)
TARGET, SELF = "overall-target.filing", "overall-self-evaluation.filing"
REPORT = f"overall-monitoring.filing:{JUNE}"
REPORT_REVIEW = f"overall-monitoring.review:{JUNE}"
DEPARTMENT = Actor("d-1", "101", Role.DEPARTMENT)
INSTITUTION = third_party(COUNTY, "T01")
INSTITUTION_FIELDS: Mapping[str, str] = {
    "institution_name": "合成会计师事务所",
    "kind": "会计师事务所",
    "credit_code": "91652825MA00000001",
    "conflict_of_interest": "无",
}
U101, U102 = unit_year(COUNTY, YEAR, "101"), unit_year(COUNTY, YEAR, "102")


def take(bureau: Bureau, stream: str, on: date, actor: Actor, command: Command) -> None:
    """Take an act that is at hand as a command."""
    bureau.act(stream, command.name, on, actor, **command.model_dump(mode="json"))


def add_unit(bureau: Bureau, stream: str = U101, **changes: Any) -> None:
    """Register a unit of 10,000,000 yuan in January."""
    code = stream.rpartition("/")[2]
    fields = {"unit_name": f"合成单位{code}", "requested": "10000000.00", **changes}
    bureau.act(stream, "unit.add", date(2023, 1, 3), SYSTEM, **fields)


def file_target(bureau: Bureau, on: date, stream: str = U101, actor: Actor = UNIT) -> None:
    """File the overall target."""
    take(bureau, stream, on, actor, target())


def file_report(bureau: Bureau, on: date) -> None:
    """File the June report of unit 101."""
    take(bureau, U101, on, UNIT, report(node=JUNE))


def file_evaluation(bureau: Bureau, on: date) -> None:
    """File the overall self-evaluation of unit 101: 12,000,000 yuan executed."""
    take(bureau, U101, on, UNIT, evaluation())


def entrusted(bureau: Bureau) -> None:
    """Register an institution and entrust it with unit 101; its report is still to come."""
    bureau.act(INSTITUTION, "third-party.register", date(2023, 5, 4), FINANCE, **INSTITUTION_FIELDS)
    contract = {"contract": "HT-1", "evaluated": U101, "procured": True, "fee": "50000.00"}
    procured = {**contract, "procurement_reference": "采购1号"}
    bureau.act(INSTITUTION, "third-party.entrust", date(2023, 5, 5), FINANCE, **procured)


def next_year(bureau: Bureau, **days: str) -> None:
    """Open the work year after, with notices of days: `self_evaluation`, `selection`."""
    opened = {"portfolio": "1" * 64, "clock": "simulated"}
    bureau.act(NEXT_YEAR, "year.open", date(2024, 1, 2), FINANCE, **opened)
    for name, due in days.items():
        deadline = {"self_evaluation": SELF, "selection": SELECTION}[name]
        notice = {"deadline": deadline, "due": due, "document": "且财绩〔2024〕1号"}
        bureau.act(NEXT_YEAR, "deadline.set", date(2024, 1, 3), FINANCE, **notice)
