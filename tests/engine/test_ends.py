"""Before a workflow's first task, after its end, and where there is no subject at all."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from activities.messages import BAD_REQUEST
from activities.submission import submit
from domain.kernel.request import BadRequest, Request
from tests.engine import tiny
from tests.engine.acts import BUREAU, by_the_bureau, registered, trail
from tests.engine.halves import EVALUATION
from tests.engine.holds import Year, holds
from tests.engine.stage import Stage, subject, until

JANUARY = date(2023, 1, 5)
AT = "2023-01-06T09:00:00+08:00"
T8, T9 = subject("T8"), subject("T9")


async def is_known(stage: Stage, stream: str) -> bool:
    try:
        await stage.client.get_workflow_handle(stream).describe()
    except RPCError:
        return False
    return True


async def status(stage: Stage, stream: str) -> WorkflowExecutionStatus | None:
    return (await stage.client.get_workflow_handle(stream).describe()).status


async def ended(stage: Stage, stream: str) -> bool:
    return await status(stage, stream) is WorkflowExecutionStatus.COMPLETED


async def test_given_no_worker_when_an_act_is_sent_then_the_first_task_answers_it(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    driving = asyncio.create_task(stage.drive(JANUARY))
    await until(lambda: is_known(stage, f"{tiny.COUNTY}/packs"), "the workflow is started")
    assert stage.log.last_position() == 0
    # when
    await stage.start_worker(sweep=1.0)
    await driving
    # then
    assert {outcome["status"] for _, outcome in stage.acknowledged} == {"accepted"}
    await holds(stage, undisturbed)


async def test_given_a_withdrawn_project_when_an_act_comes_then_it_is_refused_from_the_log(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    await stage.drive(JANUARY)
    await stage.take(registered("T9"), AT)
    await stage.take(by_the_bureau(T9, "project.withdraw", reason="合成理由"))
    await until(lambda: ended(stage, T9), "the workflow ends")
    # when
    outcome = await stage.take(by_the_bureau(T9, "library.admit"), AT)
    # then
    assert (outcome["status"], outcome["code"]) == ("refused", "wrong-phase")
    await until(lambda: ended(stage, T9), "the workflow ends again")
    added = trail(T9, "project.added", AT[:10]) + trail(T9, "project.withdrawn", AT[:10])
    await holds(stage, undisturbed, added)
    assert await ended(stage, T9), "no sweep starts what is closed"


async def test_given_no_such_project_when_an_act_comes_then_it_is_refused_and_kept(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    await stage.drive(JANUARY)
    # when
    outcome = await stage.take(by_the_bureau(T8, "library.admit"), AT)
    # then
    assert (outcome["status"], outcome["code"]) == ("refused", "unknown-subject")
    await until(lambda: ended(stage, T8), "the workflow ends")
    assert len(stage.log.commands(T8)) == 1
    # and when it is registered after all, it lives
    await stage.take(registered("T8"), AT)
    assert await status(stage, T8) is WorkflowExecutionStatus.RUNNING
    await stage.take(by_the_bureau(T8, "project.withdraw", reason="合成理由"))
    lived = trail(T8, "project.added", AT[:10]) + trail(T8, "project.withdrawn", AT[:10])
    await holds(stage, undisturbed, lived)


@pytest.mark.parametrize("half", [EVALUATION], indirect=True)
async def test_given_a_disclosed_project_when_a_problem_is_found_then_it_lives_again(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    stream = stage.half.subject("E1")
    await stage.start_worker(sweep=1.0)
    await stage.drive(date(2023, 7, 16))
    assert await ended(stage, stream)
    # when
    found = {"problem": "合成问题", "document": "合成文件", "decider": "合成认定人"}
    problem = by_the_bureau(stream, "funds.record-major-problem", **found)
    outcome = await stage.take(problem, "2023-07-17T09:00:00+08:00")
    # then
    assert outcome["status"] == "accepted"
    assert await status(stage, stream) is WorkflowExecutionStatus.RUNNING
    more = trail(stream, "funds.major-problem-recorded", "2023-07-17")
    await holds(stage, undisturbed, more)
    assert await status(stage, stream) is WorkflowExecutionStatus.RUNNING


async def test_given_what_nobody_can_read_when_sent_then_it_fails_and_harms_nothing(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    await stage.drive(JANUARY)
    # when
    with pytest.raises(BadRequest, match="no such shape"):
        await submit(stage.client, Request(uuid4(), "no such shape", "year.open", BUREAU, {}))
    with pytest.raises(WorkflowUpdateFailedError) as failed:
        await stage.client.get_workflow_handle(subject("T1")).execute_update("submit", {"x": 1})
    # then
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == BAD_REQUEST
    await holds(stage, undisturbed)
