"""An act is committed, and who should hear of it is killed before the reply.

At the end of each, the driver sends the same act again.
"""

from tests.engine.acts import the_act
from tests.engine.halves import IN_BOTH
from tests.engine.holds import Year, holds, nobody_is_behind
from tests.engine.stage import Stage, until

pytestmark = IN_BOTH


async def committed_unheard(stage: Stage, *kills: str, dies: bool) -> int:
    """Have the half's act committed and those killed that are named; returns its version."""
    half = stage.half
    await stage.start_worker(half.commit, kills=("client", *kills), dies=dies, sweep=1.0)
    request = await the_act(stage)
    before = stage.stored(half.stream)
    sender = stage.start_client(request)
    await until(lambda: sender.exit_code() is not None, "the client is killed")
    assert sender.exit_code() == -9
    assert not sender.output()
    if dies:
        await stage.worker_died()
    assert stage.stored(half.stream) == before + half.adds
    return before + half.adds


async def test_given_a_client_killed_before_the_reply_then_its_act_stands(
    stage: Stage, undisturbed: Year
) -> None:
    await committed_unheard(stage, dies=False)
    await holds(stage, undisturbed)


async def test_given_client_and_worker_killed_at_the_commit_when_a_worker_is_back_then_all_holds(
    stage: Stage, undisturbed: Year
) -> None:
    await committed_unheard(stage, dies=True)
    await stage.start_worker(sweep=1.0)
    await holds(stage, undisturbed)


async def test_given_client_and_server_killed_at_the_commit_when_it_is_back_then_all_holds(
    stage: Stage, undisturbed: Year
) -> None:
    await committed_unheard(stage, "server", dies=False)
    await stage.restart_engine()
    await holds(stage, undisturbed)


async def test_given_all_killed_at_the_commit_when_they_are_back_then_the_act_is_adopted(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    stream = stage.half.stream
    version = await committed_unheard(stage, "server", dies=True)
    await stage.restart_engine()
    await stage.start_worker(sweep=None)
    assert await stage.held(stream) == version - stage.half.adds, "nobody told the workflow"
    await stage.kill_worker()
    # when
    await stage.start_worker(sweep=1.0)
    # then, though nobody sends anything
    await nobody_is_behind(stage)
    assert await stage.held(stream) == version
    await holds(stage, undisturbed)
