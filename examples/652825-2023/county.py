"""What the county's finance bureau does for the whole work year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any

from acts import Act, finance
from evaluation import EVALUATION, KEY, RATIO, SEED
from imported import imported

_LEADER = "fin-09"
_WORK = (
    (
        "2023-02-22",
        "annual_plan",
        "年度全面实施预算绩效管理工作方案（示例）",
        "合成工作方案〔2023〕示例号",
    ),
    ("2023-06-30", "public_channel", "门户网站公众意见专栏（示例）", "合成公告〔2023〕示例号"),
)
"""The bureau's own work that a text asks for, on days of its meetings."""


def drawn() -> frozenset[str]:
    """The codes that the draw takes, by the method that is on record with it."""
    codes = [project.code for project in imported()]
    count = ceil(Fraction(RATIO) * len(codes))
    return frozenset(sorted(codes, key=_lot)[:count])


def _lot(code: str) -> tuple[str, str]:
    return hashlib.sha256(f"{SEED}\n{code}".encode()).hexdigest(), code


def county() -> Iterator[Act]:
    """Plan, selection, draw, meetings, training, reports, statement, and the close of the year."""
    yield from _meetings()
    yield from _evaluations()
    yield from _reports()


def _act(on: str, person: str, command: str, **fields: Any) -> Act:
    return {"on": on, "actor": finance(person), "command": command, **fields}


def _meetings() -> Iterator[Act]:
    for day in ("2023-03-29", "2023-06-30", "2023-09-20"):
        fields = {"kind": "monthly", "held_on": day, "topics": "预算绩效工作推进情况（示例）"}
        yield _act(day, _LEADER, "review-meeting.record", **fields)
    day = "2023-12-28"
    fields = {"kind": "year_end", "held_on": day, "topics": "年度预算绩效管理工作总结（示例）"}
    yield _act(day, _LEADER, "review-meeting.record", **fields)
    day = "2023-02-22"
    training = {"held_on": day, "topic": "预算绩效管理业务培训（示例）", "participants": "114"}
    yield _act(day, _LEADER, "training.record", **training)
    for day, kind, content, document in _WORK:
        work = {"kind": kind, "held_on": day, "content": content, "document": document}
        yield _act(day, _LEADER, "bureau-work.record", **work)


def _evaluations() -> Iterator[Act]:
    keys = [project for project in imported() if project.key]
    funds = sum(project.executed for project in keys)
    plan = {
        "objects": [{"object_type": "project", "objects": str(len(keys)), "funds": str(funds)}],
        "budget_types": ["general_public"],
        "document": "合成重点评价计划〔2023〕示例号",
    }
    yield _act("2023-04-18", KEY, "key-evaluation-plan.set", **plan)
    codes = [project.code for project in keys]
    yield _act("2023-05-10", KEY, "key-evaluation.select", selected=codes)
    draw = {
        "ratio": str(RATIO),
        "seed": SEED,
        "seed_published_on": "2023-06-05",
        "seed_document": "合成公告〔2023〕示例1号",
    }
    yield _act("2023-06-07", EVALUATION, "authenticity.draw", **draw)
    sheet = {"document": "合成绩效评价打分表（示例）"}
    yield _act("2023-07-12", EVALUATION, "score-sheet.issue", **sheet)
    day = "2023-09-20"
    effect = {
        "held_on": day,
        "evaluated": "预算绩效管理实效（示例）",
        "findings": "闭环管理基本形成（示例）。",
    }
    yield _act(day, EVALUATION, "effectiveness-evaluation.record", **effect)


def _reports() -> Iterator[Act]:
    checklist = {"document": "合成结果应用清单（示例）"}
    yield _act("2023-09-20", EVALUATION, "results-checklist.issue", **checklist)
    reported = {
        "held_on": "2023-09-20",
        "artefacts": ["重要绩效目标", "绩效评价结果"],
        "document": "合成报送人大函〔2023〕示例1号",
    }
    yield _act("2023-09-20", _LEADER, "congress.report", **reported)
    statement = {
        "title": "且末县2023年度预算绩效情况说明（示例）",
        "document": "合成情况说明〔2023〕示例号",
    }
    yield _act("2023-12-28", _LEADER, "statement.issue", **statement)
    yield _act("2023-12-31", _LEADER, "year.close")
