"""A year is opened on 28 November: what was done before is imported, and the year goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from activities.workflow_view import held_version
from deploy.engine import EngineProcess
from domain.shared.deadlines.deadline_acts import Passed
from domain.subjects.project_year.monitoring.rounds import ResultFiled
from projections.late_opening import late_opening
from tests.engine import tiny
from tests.engine.holds import nobody_is_behind, settled_once
from tests.engine.replays import replay_all
from tests.engine.stage import Stage, subject

OPENED = "2023-11-28"
T1, T2 = subject("T1"), subject("T2")
ROW = "合成项目,{unit},合成单位,general_public,initial,2023-11-28,false,false,false,false,project"
PORTFOLIO = tiny.HEADER + "".join(
    f"{code},{ROW.format(unit=unit)},false,100000,,\n"
    for code, unit in (("T1", "U1"), ("T2", "U2"))
)


def lines(folder: Path) -> list[tiny.Line]:
    """T1 and T2 did May on paper; T1 files August late, T2 is excepted from it."""
    document = folder / "依据.pdf"
    document.write_bytes(b"%PDF-1.4\n%%EOF\n")

    def done(project: str, act: str, on: str, by: str, **content: Any) -> tiny.Line:
        fields = {"act": act, "done_on": on, "done_by": by, "document_file": str(document)}
        return tiny.act(
            OPENED, tiny.finance(), "history.import-act", project, **fields, content=content
        )

    def imported(project: str, score: str) -> list[tiny.Line]:
        clerk, official, may = f"clerk-{project}", "official", {"node": tiny.MAY}
        target = {"amount": "100000", "execution_points": "10", "indicators": tiny.indicators()}
        filed = {"executed": "50000", "completion_rate": "50"}
        return [
            done(project, "library.admit", "2023-01-12", official),
            done(project, "target.file", "2023-01-15", clerk, **target),
            done(project, "target.approve", "2023-01-20", official),
            done(project, "budget.approve", "2023-02-20", "congress", amount="100000"),
            done(project, "monitoring.file-result", "2023-06-12", clerk, **may, **filed),
            done(project, "monitoring.review", "2023-06-20", official, **may, score=score),
        ]

    dropped = {
        "rule": "monitoring.due",
        "reference": "例外1号",
        "approver": "局长",
        "reason": "合成理由",
        "duty": f"monitoring.result:{tiny.AUGUST}",
    }
    head = [{**one, "on": OPENED} for one in tiny.bureau()]
    return [
        *head,
        *imported("T1", "90"),
        *imported("T2", "55"),
        tiny.act(OPENED, tiny.finance(), "exception.grant", "T2", **dropped),
        tiny.act("2023-12-01", tiny.unit("T2"), "rectification.report", "T2", node=tiny.MAY)
        | {"measures": "合成措施"},
        tiny.act("2023-12-04", tiny.finance("fin-04"), "rectification.accept", "T2", node=tiny.MAY),
        tiny.result("2023-12-05", "T1", tiny.AUGUST, "70000"),
        tiny.review("2023-12-06", "T1", tiny.AUGUST, "88"),
    ]


@pytest.fixture
async def late(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage whose year is opened on 28 November."""
    given = tiny.files(tmp_path, lines(tmp_path), PORTFOLIO)
    stage = await Stage.build(engine, tmp_path, files=given)
    yield stage
    stage.close()


def steps(stage: Stage, stream: str) -> list[tuple[str, str]]:
    """The steps of deadlines that were taken on a subject."""
    events = [one.event for one in stage.log.read(stream)]
    return [(one.step, one.deadline) for one in events if isinstance(one, Passed)]


async def test_given_a_late_opening_when_the_past_is_imported_then_the_year_goes_on(
    late: Stage,
) -> None:
    # given
    await late.start_worker()
    # when
    await late.drive(date(2023, 12, 20))
    # then nothing that was imported is overdue, and what was left is found so once
    assert steps(late, T2) == []
    august = f"monitoring.result:{tiny.AUGUST}"
    assert steps(late, T1) == [("overdue", august), ("escalate", august)]
    # and the filings are judged by their own days
    filed = [one.event for one in late.log.read(T1) if isinstance(one.event, ResultFiled)]
    assert [one.late for one in filed] == [False, True]
    # and what became of each duty is told
    duties = {(one.stream, one.duty): one for one in late_opening(late.log, "652825", 2023).duties}
    became = Counter(one.standing.value for one in duties.values())
    assert duties[T2, august].standing.value == "dropped"
    assert duties[T1, august].standing.value == "done"
    assert became["imported"] == 2
    # and the workflows know the log and replay
    settled_once(late)
    await nobody_is_behind(late)
    assert await held_version(late.client, T1) == len(late.log.read(T1))
    assert T1 in await replay_all(late)
