"""The same act again, by one or by two, with the same content or another; many at once."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

from temporalio.client import Client

from activities.submission import submit
from domain.kernel.request import Request
from tests.engine.acts import BUREAU, by_the_bureau, the_act, trail
from tests.engine.halves import IN_BOTH
from tests.engine.holds import Year, holds, nobody_is_behind, settled_once
from tests.engine.stage import Stage, subject

MANY = 40


@IN_BOTH
async def test_given_two_clients_when_they_take_the_same_act_at_once_then_it_is_taken_once(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    request = await the_act(stage)
    address, namespace = stage.engine.engine.address, stage.client.namespace
    other = await Client.connect(address, namespace=namespace, identity="other")
    # when
    outcomes = await asyncio.gather(
        stage.take(request), submit(other, request), submit(other, request)
    )
    # then, and again later
    assert outcomes[0]["status"] == "accepted"
    assert outcomes[1:] == [outcomes[0]] * 2
    assert await submit(other, request) == outcomes[0]
    await holds(stage, undisturbed)


@IN_BOTH
async def test_given_two_people_when_both_take_an_act_at_once_then_one_of_them_is_refused(
    stage: Stage,
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    request = await the_act(stage)
    before = stage.stored(request.subject)
    # when
    person = replace(request.actor, id=f"{request.actor.id}-2")
    other = replace(request, command_id=uuid4(), actor=person)
    outcomes = await asyncio.gather(stage.take(request), stage.take(other))
    # then
    assert sorted(outcome["status"] for outcome in outcomes) == ["accepted", "refused"]
    assert stage.stored(request.subject) == before + stage.half.adds
    settled_once(stage)
    await nobody_is_behind(stage)


@IN_BOTH
async def test_given_an_act_when_its_id_comes_with_another_content_then_that_is_refused(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    request = await the_act(stage)
    first = await stage.take(request)
    # when
    other = replace(request, fields={**request.fields, **stage.half.other})
    outcome = await submit(stage.client, other)
    # then
    assert first["status"] == "accepted"
    assert (outcome["status"], outcome["code"]) == ("refused", "command-id-reused")
    await holds(stage, undisturbed)


@IN_BOTH
async def test_given_one_subject_when_forty_acts_come_at_once_then_each_is_taken_once(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    half, stream = stage.half, stage.half.stream
    await stage.drive(half.before)
    before = stage.stored(stream)
    # when
    command, event, fields = half.often
    acts = [
        by_the_bureau(stream, command, **fields, reason=f"合成理由{number}")
        for number in range(MANY)
    ]
    outcomes = await asyncio.gather(*[stage.take(act) for act in acts])
    # then
    assert {outcome["status"] for outcome in outcomes} == {"accepted"}
    assert stage.stored(stream) == before + MANY
    await holds(stage, undisturbed, trail(stream, event, str(half.before), MANY))


async def test_given_a_new_run_when_an_act_of_the_first_is_sent_again_then_it_is_settled(
    stage: Stage, undisturbed: Year
) -> None:
    # given
    await stage.start_worker(sweep=1.0)
    await stage.drive(date(2023, 6, 1))
    handle = stage.client.get_workflow_handle(subject("T1"))
    info = (await handle.describe()).raw_description.workflow_execution_info
    assert info.first_run_id != info.execution.run_id, "the workflow continued as new"
    sent = [line.request for line in stage.files.acts if line.request.subject == subject("T1")]
    before = stage.log.commands(subject("T1"))
    # when
    outcomes = [await submit(stage.client, request) for request in sent[:4]]
    # then
    assert [outcome["status"] for outcome in outcomes] == ["accepted"] * 4
    assert stage.log.commands(subject("T1")) == before
    await holds(stage, undisturbed)


def test_given_another_content_when_hashed_then_the_update_has_another_id() -> None:
    request = by_the_bureau(subject("T1"), "monitoring.warn", reason="一")
    other = Request(request.command_id, request.subject, request.command, BUREAU, {"reason": "二"})
    assert request.update_id != other.update_id
