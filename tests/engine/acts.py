"""Acts that are not in the files of a half, and the act at which tests disturb it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import uuid4

from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import Role
from tests.engine.holds import Trail
from tests.engine.stage import Stage, subject

BUREAU = Actor("fin-09", "652825-finance", Role.FINANCE)


async def the_act(stage: Stage) -> Request:
    """Drive the half up to its act, which is returned and not yet taken."""
    await stage.drive(stage.half.before)
    return await stage.advance(stage.half.the_act(stage.files))


def by_the_bureau(stream: str, command: str, **fields: Any) -> Request:
    return Request(uuid4(), stream, command, BUREAU, fields)


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
    return by_the_bureau(subject(project), "project.add", **fields)


def trail(stream: str, name: str, on: str, times: int = 1) -> Trail:
    return Counter({(stream, name, on, BUREAU.id): times})
