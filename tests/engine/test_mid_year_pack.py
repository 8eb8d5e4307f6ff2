"""A pack is edited while the year runs: it binds what is decided after it, from its own days on."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus

from console.cli.commands.history import entries_of
from deploy.engine import EngineProcess
from projections.explain.role_basis import RoleBasis
from projections.explain.unread import Unread
from store.packs.packaged_packs import packaged_texts
from tests.edited_packs import BROKEN, STRICTER_FROM_JULY, written
from tests.engine import tiny
from tests.engine.acts import by_the_bureau
from tests.engine.holds import nobody_is_behind, settled_once
from tests.engine.replays import replay_all
from tests.engine.stage import Stage, subject

T1 = subject("T1")
OLD = sha256(dict(packaged_texts())[f"{tiny.COUNTY}.yaml"]).hexdigest()
NEW = sha256(STRICTER_FROM_JULY).hexdigest()
LAST = date(2023, 9, 21)

LEAVING = {
    "reason": "合成理由",
    "executed": "50000",
    "duties": [
        {"of": f"rectification.report:{node}", "decision": "合成决定"}
        for node in (tiny.MAY, tiny.AUGUST)
    ],
}
"""What the bureau names when it withdraws a project that has a budget."""


def lines(folder: Path) -> list[tiny.Line]:
    """T1 has 65 points in each round: in May before the new line holds, in August after it."""
    head, pack = tiny.finance("fin-03"), tiny.COUNTY
    file = written(folder, STRICTER_FROM_JULY)
    warned = {"node": tiny.MAY, "reason": "合成理由"}
    acts = [
        *tiny.bureau(),
        *tiny.approved("T1", "100000", "2023-01-10", "2023-01-12", tiny.congress("2023-02-20")),
        tiny.result("2023-06-05", "T1", tiny.MAY, "50000"),
        tiny.act("2023-06-14", tiny.finance("fin-02"), "monitoring.warn", "T1", **warned),
        tiny.act("2023-06-15", head, "pack.adopt", pack=pack, pack_file=file),
        tiny.review("2023-06-20", "T1", tiny.MAY, "65"),
        tiny.result("2023-09-05", "T1", tiny.AUGUST, "50000"),
        tiny.review("2023-09-08", "T1", tiny.AUGUST, "65"),
        tiny.act("2023-09-20", tiny.finance(), "project.withdraw", "T1", **LEAVING),
    ]
    return sorted(acts, key=lambda line: str(line["on"]))


@pytest.fixture
async def edited(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage in whose June another text of the county's pack is adopted."""
    stage = await Stage.build(engine, tmp_path, files=tiny.files(tmp_path, lines(tmp_path)))
    yield stage
    stage.close()


def reviews(stage: Stage) -> list[Any]:
    return [one for one in stage.log.read(T1) if one.event.name == "monitoring.reviewed"]


async def test_given_a_running_workflow_when_a_pack_is_edited_then_later_decisions_follow_it(
    edited: Stage,
) -> None:
    # given
    await edited.start_worker()
    # when
    await edited.drive(LAST)
    # then the new text is cited from its adoption on, and its new value from its own day on
    may, august = reviews(edited)
    assert (may.event.rectify, august.event.rectify) == (False, True)
    assert august.event.reasons == ("score",)
    packs: dict[str, list[str]] = {}
    holding = RoleBasis(edited.log, T1, Unread())
    for entry in entries_of(edited.log.read(T1), edited.log.commands(T1), holding):
        for answer in entry["basis"]:
            packs.setdefault(answer["pack"]["sha256"], []).append(entry["recorded_at"])
    assert set(packs) == {OLD, NEW}
    assert max(packs[OLD]) < "2023-06-15" < min(packs[NEW])
    # and the workflow that began before the edit came to its end after it, as its history says
    settled_once(edited)
    await nobody_is_behind(edited)
    described = await edited.client.get_workflow_handle(T1).describe()
    assert described.status is WorkflowExecutionStatus.COMPLETED
    assert T1 in await replay_all(edited)


async def test_given_a_broken_text_when_adopted_then_every_fault_is_said_and_nothing_changes(
    edited: Stage,
) -> None:
    # given
    await edited.start_worker()
    await edited.drive(date(2023, 1, 20))
    stream, digest = f"{tiny.COUNTY}/packs", edited.log.put_content(BROKEN)
    before, fields = (
        edited.stored(stream),
        {"pack": tiny.COUNTY, "sha256": digest, "pack_version": "1"},
    )
    # when
    outcome = await edited.take(by_the_bureau(stream, "pack.adopt", **fields))
    # then
    assert (outcome["status"], outcome["code"], outcome["field"]) == (
        "refused",
        "invalid-field",
        "sha256",
    )
    for text in (outcome["zh"], outcome["en"]):
        assert "652825.yaml:17: rules.0.values.0.cite.0.quote: not found in the document" in text
        assert re.search(r"rules\.\d+\.tests\.1: answers 'all_projects'", text)
    assert edited.stored(stream) == before
