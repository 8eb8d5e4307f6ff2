"""Every act and every role, of every kind of subject."""

from __future__ import annotations

from types import ModuleType
from typing import cast

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code, Refusal
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.subjects.registry import DECIDERS
from testkit.decider_spec import DeciderSpec, FakeRules, acting
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
    SubjectKind.INDICATORS: "652825/indicators",
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
