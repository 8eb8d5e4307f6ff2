"""The sweep of a worker, one at a time: lost workflows come back, closed ones stay closed."""

from structlog.testing import capture_logs
from temporalio.client import WorkflowExecutionStatus

from activities.reconciler import Pace, Reconciler
from tests.engine.acts import by_the_bureau, registered, trail
from tests.engine.halves import IN_BOTH
from tests.engine.holds import Year, holds, nobody_is_behind
from tests.engine.stage import Stage, subject, until

pytestmark = IN_BOTH
AT_ONCE = Pace(settle=0.0)
T9 = subject("T9")


async def runs(stage: Stage, stream: str) -> list[WorkflowExecutionStatus | None]:
    query = f'WorkflowId = "{stream}"'
    return [found.status async for found in stage.client.list_workflows(query)]


async def test_given_a_lost_workflow_when_swept_then_it_comes_back_where_it_was(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=None)
    await stage.drive(stage.half.quiet)
    running, stream = WorkflowExecutionStatus.RUNNING, stage.half.stream
    await stage.client.get_workflow_handle(stream).terminate("lost")

    async def is_shown_as_lost() -> bool:
        return running not in await runs(stage, stream)

    await until(is_shown_as_lost, "the engine's own list says so")
    # when
    await Reconciler(stage.client, stage.log, AT_ONCE).sweep()
    # then
    await nobody_is_behind(stage)
    stage.begins_anew(stream)
    await holds(stage, undisturbed)


async def test_given_nothing_lost_when_swept_again_and_again_then_nothing_is_told_or_started(
    stage: Stage, undisturbed: Year
) -> None:
    # given a withdrawn project too
    await stage.start_worker(sweep=None)
    await stage.drive(stage.half.quiet)
    day = str(stage.half.quiet)
    await stage.take(registered("T9"), f"{day}T09:00:00+08:00")
    await stage.take(by_the_bureau(T9, "project.withdraw", reason="合成理由"))
    # when
    adoption = Reconciler(stage.client, stage.log, AT_ONCE)
    with capture_logs() as told:
        for _ in range(3):
            await adoption.sweep()
    # then
    assert told == []
    assert await runs(stage, T9) == [WorkflowExecutionStatus.COMPLETED]
    lived = trail(T9, "project.added", day) + trail(T9, "project.withdrawn", day)
    await holds(stage, undisturbed, lived)


async def test_given_an_act_stored_by_nobodys_workflow_when_swept_then_it_is_told(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=None)
    await stage.drive(stage.half.quiet)
    adoption = Reconciler(stage.client, stage.log, AT_ONCE)
    await adoption.sweep()
    day, stream = str(stage.half.quiet), stage.half.stream
    notice = {"deadline": stage.half.deadline, "due": "2023-06-30", "document": "合成通知2号"}
    request = by_the_bureau(stream, "deadline.set", **notice)
    await stage.store_behind_the_engine(request, f"{day}T09:00:00+08:00")
    assert await stage.held(stream) == stage.stored(stream) - 1
    # when
    await adoption.sweep()
    # then
    await nobody_is_behind(stage)
    await holds(stage, undisturbed, trail(stream, "deadline.day-set", day))
