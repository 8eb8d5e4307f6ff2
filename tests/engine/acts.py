"""Acts that are not in the tiny year, and the moments at which tests disturb it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid4

from domain.decision import Actor
from domain.request import Request
from domain.vocabulary import Role
from tests.engine import tiny
from tests.engine.holds import Trail
from tests.engine.stage import Stage, subject

BUREAU = Actor("fin-09", "652825-finance", Role.FINANCE)

BEFORE_THE_REVIEW = date(2023, 6, 19)
THE_REVIEW = {"command": "monitoring.review", "number": 3}
"""The review of T2 in May: it gives a day, 2023-07-05, before anything T2 waits for until then."""


async def the_review(stage: Stage) -> Request:
    """Drive the year up to that review, which is returned and not yet taken."""
    await stage.drive(BEFORE_THE_REVIEW)
    line = tiny.the_act(stage.files, "monitoring.review", "T2", "2023-06-20")
    return await stage.advance(line)


def by_the_bureau(project: str, command: str, **fields: Any) -> Request:
    return Request(uuid4(), subject(project), command, BUREAU, fields)


def registered(project: str) -> Request:
    fields = {
        "project_name": "合成项目",
        "unit": "U9",
        "unit_name": "合成单位九",
        "budget_type": "general_public",
        "origin": "initial",
        "opened_on": "2023-01-05",
        "requested": "100000",
    }
    return by_the_bureau(project, "project.add", **fields)


def trail(project: str, name: str, on: str, times: int = 1) -> Trail:
    return Counter({(subject(project), name, on, BUREAU.id): times})
