"""The saved histories are replayed: a workflow that was changed carelessly does not ship."""

import gzip
import json
import re
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowReplayResult

from console.worker import workflow_runner
from tests.engine import tiny
from tests.histories import scenario, scenario_evaluation
from tests.histories.changed import CHANGED
from workflows import WORKFLOWS
from workflows.outbox import OutboxWorkflow

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.json.gz"))
FOREIGN = re.compile(r"@|\.py\b|/(home|root|tmp|work|usr|var|Users)/|localhost|127\.0\.0\.1")
"""What tells where a history was recorded: a host, a user, a path."""
ALL: list[type] = [*WORKFLOWS, OutboxWorkflow]
STARTED = "workflowExecutionStartedEventAttributes"


FIRST_RUNS = [file for file in FILES if file.name.endswith(".1.json.gz")]
"""Each path from its beginning."""


def named(file: Path) -> str:
    return str(file.relative_to(HERE)).removesuffix(".json.gz")


def text_of(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()


def history_of(file: Path) -> WorkflowHistory:
    subject = file.name.rsplit(".", 3)[0].replace(".", "/")
    return WorkflowHistory.from_json(subject, text_of(file))


async def replayed(file: Path, workflows: list[type]) -> WorkflowReplayResult:
    replayer = Replayer(workflows=workflows, workflow_runner=workflow_runner())
    return await replayer.replay_workflow(history_of(file), raise_on_replay_failure=False)


@pytest.mark.parametrize("file", FILES, ids=named)
async def test_given_a_saved_history_when_replayed_then_the_workflow_does_the_same(
    file: Path,
) -> None:
    assert (await replayed(file, ALL)).replay_failure is None


@pytest.mark.parametrize("file", FIRST_RUNS, ids=named)
async def test_given_a_changed_workflow_when_replayed_then_it_fails(file: Path) -> None:
    result = await replayed(file, list(CHANGED))
    assert "nondetermin" in str(result.replay_failure).lower()


def runs() -> dict[str, int]:
    """How many runs each path of each kind of subject has."""
    first = {f"652825.2023.{path}": 3 for path in scenario.PATHS}
    evaluated = {f"evaluation/652825.2022.{path}": 1 for path in scenario_evaluation.PATHS}
    return {
        **first,
        "652825.2023.withdrawn": 1,
        "652825.2023.unit.U-office": 2,
        "652825.2023": 1,
        "652825.packs": 1,
        "652825.third-party.A1": 1,
        **evaluated,
        "evaluation/652825.2023.own": 4,
        "evaluation/652825.2022.unit.U-department": 2,
        "evaluation/652825.2023.unit.U-own": 4,
        "evaluation/652825.2023": 1,
        "evaluation/652825.packs": 1,
        "evaluation/652825.third-party.A1": 1,
        "policy/652825.policy.assessed": 2,
        "policy/652825.policy.withdrawn": 1,
        "policy/652825.work-calendar": 1,
        "policy/652825.packs": 1,
        **{f"rulings/652825.2023.{project}": 2 for project in tiny.UNITS},
        "units/652825.2023.T1": 3,
        "units/652825.2022.Y01": 1,
        "units/652825.2022.unit.U1": 1,
        "units/652825.2022.unit.U9": 1,
        "units/652825.organisations": 1,
        "units/652825.2023": 1,
        "units/652825.packs": 1,
        "rulings/652825.rulings": 1,
        "rulings/652825.2023": 1,
        "rulings/652825.packs": 1,
        "indicators/652825.indicators": 1,
        "indicators/652825.packs": 1,
        "outbox/outbox": 1,
        "away/652825.2023.P1": 2,
        "away_unpatched/652825.2023.P1": 2,
        "overlap/652825.2023.P2": 1,
        "clock/652825.2023.P1": 3,
        "overlap_unpatched/652825.2023.P2": 1,
        "prepared/652825.2023": 1,
        "prepared/652825.2023.P1": 1,
        "older/652825.2023.P2": 1,
        "older_unpatched/652825.2023.P2": 1,
    }


def test_given_the_paths_when_looked_for_then_each_is_saved_with_all_its_runs() -> None:
    expected = {f"{path}.{run + 1}" for path, count in runs().items() for run in range(count)}
    assert set(map(named, FILES)) == expected


def test_given_the_kinds_of_workflow_when_looked_for_then_each_has_a_history() -> None:
    kinds = {
        json.loads(text_of(file))["events"][0][STARTED]["workflowType"]["name"] for file in FILES
    }
    assert kinds == {workflow.__name__.removesuffix("Workflow") for workflow in ALL}


@pytest.mark.parametrize("file", FILES, ids=named)
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
