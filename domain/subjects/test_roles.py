"""Every act and every role, of every kind of subject."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import cast

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.subjects.project_year.exante.library import Admit
from domain.subjects.registry import DECIDERS
from testkit.builders.organisations import assign, nobody
from testkit.builders.project_year import STAGES
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, acting
from tests.golden.examples import example
from tests.golden.roles import declared, golden

STREAMS = {
    SubjectKind.PROJECT_YEAR: "652825/2023/P001",
    SubjectKind.JURISDICTION_YEAR: "652825/2023",
    SubjectKind.PACKS: "652825/packs",
    SubjectKind.RULINGS: "652825/rulings",
    SubjectKind.UNIT_YEAR: "652825/2023/unit/201001",
    SubjectKind.THIRD_PARTY: "652825/third-party/A1",
    SubjectKind.POLICY: "652825/policy/Z1",
    SubjectKind.WORK_CALENDAR: "652825/work-calendar",
    SubjectKind.ORGANISATIONS: "652825/organisations",
}
CASES = [
    pytest.param(kind, act, id=f"{act.name} of {kind}")
    for kind, decider in DECIDERS.items()
    for act in decider.COMMANDS
]


def may_take(kind: SubjectKind, act: type[Command]) -> set[str]:
    """The roles of the golden file; on an institution the bureau alone takes any act."""
    return {"finance"} if kind is SubjectKind.THIRD_PARTY else set(golden()[act.name])


def test_acts_declare_the_roles_of_the_golden_file() -> None:
    assert declared() == golden(), "if it is meant: python -m tests.golden.roles"


@pytest.mark.parametrize(("kind", "act"), CASES)
def test_an_act_is_refused_to_every_role_but_its_own(kind: SubjectKind, act: type[Command]) -> None:
    # given
    unknown = DeciderSpec.of(cast("ModuleType", DECIDERS[kind]), STREAMS[kind], FakeRules())
    command, may = example(act), may_take(kind, act)
    for role in Role:
        # when
        outcome = unknown.when(command, by=acting(role)).outcome
        # then
        refused = isinstance(outcome, Refusal) and outcome.code is Code.WRONG_ROLE
        assert refused == (role not in may), f"{role}: {outcome}"
        if isinstance(outcome, Refusal) and refused:
            assert all(allowed in outcome.en for allowed in may), role


@pytest.mark.parametrize(("day", "refused"), [("2023-05-31", False), ("2023-06-01", True)])
def test_from_the_bureaus_first_day_on_no_other_organisation_acts_as_the_bureau(
    day: str, refused: bool
) -> None:
    # given a bureau whose people are registered, and an act under another code
    bureau = assign(person=REVIEWER.id, organisation=REVIEWER.organisation, role=Role.FINANCE)
    scene = STAGES["library"]().on(day)
    given = nobody().given(bureau).state.assignments
    scene = scene.under(replace(scene.in_force, assignments=given))
    slip = replace(REVIEWER, organisation="finance")
    # when
    tried = scene.when(Admit(), by=slip)
    # then
    if refused:
        assert (
            f"已登记的是 {REVIEWER.organisation}" in tried.refused(Code.ROLE_NOT_HELD, "actor").zh
        )
    else:
        assert tried.events
    assert scene.when(Admit(), by=REVIEWER).events
    # and what an earlier program took is decided as it was
    assert scene.take(replace(scene.act(Admit(), slip), settled=True)).events
