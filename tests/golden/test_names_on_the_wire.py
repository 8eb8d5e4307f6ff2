"""The names by which a living year knows the program, written out: none is ever renamed.

Workflows under way, timers, pending activities and clients of an older program hold these texts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from temporalio import activity, workflow

from activities.messages import (
    BAD_REQUEST,
    NAMESPACE,
    OUTBOX,
    OUTBOX_QUEUE,
    RETRYABLE,
    TASK_QUEUE,
)
from activities.notifications.outbox_activities import OutboxActivities
from activities.subject_activities import SubjectActivities
from activities.submission import WORKFLOWS as STARTED
from deploy.namespace import SEARCH_ATTRIBUTES
from domain.kernel.decider import Step
from domain.kernel.request import Request
from domain.shared.deadlines.scheduled_commands import step_command, step_request
from domain.shared.fan_out.messages import FAN_OUT, Reached
from domain.subjects.registry import DECIDERS
from workflows import WORKFLOWS
from workflows.outbox import OutboxWorkflow

SUBJECTS = {
    "project-year": "ProjectYear",
    "unit-year": "UnitYear",
    "jurisdiction-year": "JurisdictionYear",
    "third-party": "ThirdParty",
    "policy": "Policy",
    "work-calendar": "WorkCalendar",
    "organisations": "Organisations",
    "indicators": "Indicators",
    "packs": "AdoptedPacks",
    "rulings": "Rulings",
}
"""The workflow type of each kind of subject."""

STEPS: dict[str, tuple[str, str, dict[str, str]]] = {
    "remind": ("x.y", "deadline.pass", {"deadline": "x.y", "step": "remind"}),
    "due": ("x.y", "deadline.pass", {"deadline": "x.y", "step": "due"}),
    "overdue": ("x.y", "deadline.pass", {"deadline": "x.y", "step": "overdue"}),
    "escalate": ("x.y", "deadline.pass", {"deadline": "x.y", "step": "escalate"}),
    "open-round": ("x:2023-05-31", "monitoring.open-round", {"node": "2023-05-31"}),
    "open-overall-round": (
        "x:2023-06-30",
        "overall-monitoring.open-round",
        {"node": "2023-06-30"},
    ),
    "open-evaluation": ("evaluation", "evaluation.open", {}),
    "open-selection": ("x", "department-evaluation.open-selection", {}),
    "open-subjects": (
        "2023-01-05",
        "subjects.record-opening",
        {"on": "2023-01-05", "subjects": "3"},
    ),
    "reach-subjects": ("2", "subjects.record-reached", {"of": "2", "subjects": "3"}),
    "refresh-subjects": ("2", "subjects.record-refresh", {"up_to": "2", "subjects": "3"}),
}
"""Each kind of step: a deadline of its kind, and the command with its fields that is taken."""

PLANNED = "2023-06-09T09:00:00+08:00"


def of_workflow(found: type) -> Any:
    return workflow._Definition.must_from_class(found)


def of_activity(found: Any) -> str | None:
    return activity._Definition.must_from_callable(found).name


def test_workflow_types() -> None:
    assert {of_workflow(one).name for one in WORKFLOWS} == set(SUBJECTS.values())
    assert {str(kind): name for kind, name in STARTED.items()} == SUBJECTS
    assert of_workflow(OutboxWorkflow).name == "Outbox"


@pytest.mark.parametrize("found", WORKFLOWS)
def test_updates_signals_and_queries_of_a_subject(found: type) -> None:
    told = of_workflow(found)
    assert set(told.updates) == {"submit"}
    assert set(told.signals) == {"refresh"}
    assert set(told.queries) == {"view", "ahead"}


def test_activities() -> None:
    names = ("decide", "take_step", "look", "fan_out")
    assert [of_activity(getattr(SubjectActivities, name)) for name in names] == list(names)
    assert of_activity(OutboxActivities.send_letters) == "send_letters"


def test_queues_namespace_and_failures() -> None:
    assert (TASK_QUEUE, NAMESPACE) == ("jixiao", "jixiao")
    assert (OUTBOX, OUTBOX_QUEUE) == ("outbox", "jixiao-outbox")
    assert (RETRYABLE, BAD_REQUEST) == ("store-unavailable", "bad-request")


def test_search_attributes() -> None:
    assert set(SEARCH_ATTRIBUTES) == {
        "Jurisdiction",
        "BudgetYear",
        "Phase",
        "Unit",
        "NextDue",
        "Overdue",
        "AwaitingRuling",
    }


def requested(stream: str, step: Step) -> Request:
    """The request of a step, by the table of a kind of subject that plans it."""
    table = next(one.STEPS for one in DECIDERS.values() if step.kind in one.STEPS)
    return step_request(stream, step, step_command(table, step, Reached(3)))


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_the_same_command(kind: str) -> None:
    deadline, command, fields = STEPS[kind]
    if command == "deadline.pass":
        fields = {**fields, "planned": PLANNED}
    # when
    request = requested("s", Step(deadline, kind, datetime.fromisoformat(PLANNED)))
    # then
    assert (request.command, request.fields) == (command, fields)


def test_steps_that_reach_others() -> None:
    assert set(FAN_OUT) == {"open-subjects", "reach-subjects", "refresh-subjects"}


def test_the_same_step_of_a_subject_is_the_same_command_id() -> None:
    step = Step("monitoring.result:2023-05-31", "remind", datetime.fromisoformat(PLANNED))
    assert (
        str(requested("652825/2023/P1", step).command_id) == "af1c99d3-a9fb-5a60-9566-a5b11eca6c4d"
    )
