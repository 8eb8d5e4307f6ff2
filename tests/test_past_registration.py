"""A past view has no subject, and no step of one, before the subject was registered."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from activities.command_handler import CommandHandler
from console.cli.commands import history, overdue, problems, status
from domain.kernel.decider import SYSTEM
from testkit.command_line import CommandLine
from tests.misdated_log import COUNTY, DUE, THE_YEAR, TRUE, YEAR, accepted, instant, write

COMMANDS = CommandLine.of(history, overdue, problems, status)
PLACE = ("--jurisdiction", COUNTY, "--year", str(YEAR))
LATE = f"{THE_YEAR}/T4"
BEFORE, REGISTERED, AFTER = "2026-11-27", TRUE, "2026-11-29"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was registered two days after its target was due, and found overdue then."""
    folder = tmp_path_factory.mktemp("late")
    now = instant(REGISTERED, "15:00:00")
    with closing(write(folder, settles=False)) as log:
        register = {"project_name": "迟到项目", "unit": "U01", "unit_name": "试验单位U01"}
        money = {"budget_type": "general_public", "origin": "initial", "requested": "1000000"}
        opened = {"opened_on": REGISTERED, **register, **money}
        accepted(log, LATE, "project.add", REGISTERED, actor=SYSTEM, **opened)
        accepted(log, LATE, "library.admit", REGISTERED)
        notice = {"deadline": "target.filing", "due": DUE, "document": "通知"}
        accepted(log, LATE, "deadline.set", REGISTERED, **notice)
        handler = CommandHandler(log, clock=lambda: now)
        step = handler.view(LATE).next_step
        assert step is not None
        assert (step.kind, step.planned.date().isoformat()) == ("overdue", REGISTERED)
        handler.take_step(LATE, step, now)
        assert log.read(LATE)[-1].effective_on.isoformat() == REGISTERED
    return folder


def days(on: str | None, as_of: str | None) -> tuple[str, ...]:
    return tuple(
        word for option, day in (("--on", on), ("--as-of", as_of)) if day for word in (option, day)
    )


def overdue_then(data: Path, past: tuple[str, ...]) -> set[str]:
    told = COMMANDS.read(data, "overdue", *PLACE, *past)
    return {line["row"]["stream"] for group in told["groups"] for line in group["lines"]}


@pytest.mark.parametrize(
    ("on", "as_of", "there"),
    [
        (BEFORE, None, False),
        (REGISTERED, None, True),
        (AFTER, None, True),
        (None, BEFORE, False),
        (None, REGISTERED, True),
        (None, AFTER, True),
        (BEFORE, BEFORE, False),
        (BEFORE, AFTER, False),
        (REGISTERED, BEFORE, False),
        (REGISTERED, REGISTERED, True),
        (AFTER, AFTER, True),
    ],
)
def test_a_step_of_a_subject_is_there_from_its_registration_on(
    data: Path, on: str | None, as_of: str | None, there: bool
) -> None:
    past = days(on, as_of)
    # when
    each: list[dict[str, Any]] = COMMANDS.read(data, "status", *PLACE, "--each", *past)["each"]
    told = COMMANDS.run(data, "history", LATE, "--json", *past)
    found = COMMANDS.read(data, "problems", LATE, *past) if there else []
    # then
    assert (LATE in {one["stream"] for one in each}) is there
    assert (told.exit_code == 0) is there
    assert (LATE in overdue_then(data, past)) is there
    assert ("overdue" in {one["kind"] for one in found}) is there
