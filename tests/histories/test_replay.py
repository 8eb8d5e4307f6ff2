"""The saved histories are replayed: a workflow that was changed carelessly does not ship."""

import gzip
import json
import re
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowReplayResult

from console.worker import sandbox
from tests.histories.changed import ChangedProjectYear
from tests.histories.scenario import PATHS
from workflows import WORKFLOWS

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.json.gz"))
FOREIGN = re.compile(r"@|\.py\b|/(home|root|tmp|work|usr|var|Users)/|localhost|127\.0\.0\.1")
"""What tells where a history was recorded: a host, a user, a path."""


def text_of(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()


def history_of(file: Path) -> WorkflowHistory:
    subject = file.name.rsplit(".", 3)[0].replace(".", "/")
    return WorkflowHistory.from_json(subject, text_of(file))


async def replayed(file: Path, workflows: list[type]) -> WorkflowReplayResult:
    replayer = Replayer(workflows=workflows, workflow_runner=sandbox())
    return await replayer.replay_workflow(history_of(file), raise_on_replay_failure=False)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".json.gz"))
async def test_given_a_saved_history_when_replayed_then_the_workflow_does_the_same(
    file: Path,
) -> None:
    assert (await replayed(file, list(WORKFLOWS))).replay_failure is None


@pytest.mark.parametrize("path", PATHS)
async def test_given_a_changed_workflow_when_replayed_then_it_fails(path: str) -> None:
    result = await replayed(HERE / f"652825.2023.{path}.1.json.gz", [ChangedProjectYear])
    assert "nondetermin" in str(result.replay_failure).lower()


def test_given_the_paths_when_looked_for_then_each_is_saved_with_all_its_runs() -> None:
    names = {file.name.removesuffix(".json.gz") for file in FILES}
    for path in PATHS:
        runs = 1 if path == "withdrawn" else 3
        found = {name for name in names if name.startswith(f"652825.2023.{path}.")}
        assert found == {f"652825.2023.{path}.{run}" for run in range(1, runs + 1)}
    calendar = {"652825.2023.1", "652825.packs.1"}
    assert calendar | {"652825.2023.unit.U-office.1", "652825.third-party.A1.1"} <= names


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".json.gz"))
def test_given_a_saved_history_when_read_then_it_does_not_tell_where_it_was_recorded(
    file: Path,
) -> None:
    text = text_of(file)
    assert not FOREIGN.search(text), FOREIGN.search(text)
    assert {"client", "worker"} >= set(identities(json.loads(text)))
    assert file.stat().st_size < 30_000


def identities(value: object) -> list[str]:
    if isinstance(value, list):
        return [one for item in value for one in identities(item)]
    if isinstance(value, dict):
        mine = [value["identity"]] if value.get("identity") else []
        return mine + [one for item in value.values() for one in identities(item)]
    return []
