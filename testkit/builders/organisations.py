"""Builders of a jurisdiction's people and units, and of the acts on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.kernel.decider import Actor, Frame, Member
from domain.kernel.in_force import Assignments, Successions
from domain.kernel.message import Command
from domain.shared.filings.delegation import Delegate, EndDelegation
from domain.subjects.organisations import decider
from domain.subjects.organisations.bodies import EndBody, InformBody, RecordBodyAct, SetBody
from domain.subjects.organisations.departments import EndDepartment, SetDepartment
from domain.subjects.organisations.people import AssignRole, EndRole
from domain.subjects.organisations.sections import EndSection, SetSection
from domain.subjects.organisations.signers import EndSigner, SetSigner
from domain.subjects.organisations.units import MergeUnit, SplitUnit
from testkit.builders.annotations import annotation
from testkit.decider_spec import REVIEWER, UNIT, DeciderSpec, FakeRules

STREAM = "652825/organisations"
APPOINTED = "任职通知〔2023〕3号"
ORDER = "机构改革方案〔2023〕7号"
SUCCESSOR, OTHER_SUCCESSOR = "301001", "301002"

P1, P2, POLICY = "652825/2023/P001", "652825/2023/P002", "652825/policy/Z1"
CLOSED, YEAR = "652825/2022/Q001", f"652825/2023/unit/{UNIT}"


def nobody() -> DeciderSpec:
    """A jurisdiction of which neither people nor changed units were recorded."""
    return DeciderSpec.of(decider, STREAM, FakeRules())


def assign(**changes: Any) -> AssignRole:
    """Give u-1 the role of their unit from 1 to 10 June 2023, with fields changed."""
    fields = {
        "person": "u-1",
        "organisation": UNIT,
        "role": "unit",
        "since": "2023-06-01",
        "until": "2023-06-10",
        "document": APPOINTED,
    }
    return AssignRole.model_validate(fields | changes)


def end_role(**changes: Any) -> EndRole:
    """End that role with 5 June 2023, with fields changed."""
    fields = {
        "person": "u-1",
        "organisation": UNIT,
        "role": "unit",
        "last_day": "2023-06-05",
        "document": "免职通知〔2023〕4号",
    }
    return EndRole.model_validate(fields | changes)


def section(**changes: Any) -> SetSection:
    """Give the section of agriculture its unit from 1 June 2023 on, with fields changed."""
    fields = {
        "section": "652825-nc",
        "section_name": "农财股",
        "units": [UNIT],
        "since": "2023-06-01",
        "document": "三定方案〔2023〕5号",
    }
    return SetSection.model_validate(fields | changes)


def end_section(**changes: Any) -> EndSection:
    """End that remit with 10 June 2023, with fields changed."""
    fields = {"section": "652825-nc", "last_day": "2023-06-10", "document": "调整通知〔2023〕6号"}
    return EndSection.model_validate(fields | changes)


def department(**changes: Any) -> SetDepartment:
    """Put a department above the unit from 1 January 2023 on, with fields changed."""
    fields = {
        "department": "401001",
        "department_name": "示例主管局",
        "units": [UNIT],
        "since": "2023-01-01",
        "document": "三定方案〔2023〕5号",
    }
    return SetDepartment.model_validate(fields | changes)


def end_department(**changes: Any) -> EndDepartment:
    """End that department with 10 June 2023, with fields changed."""
    fields = {"units": [UNIT], "last_day": "2023-06-10", "document": "隶属关系调整〔2023〕6号"}
    return EndDepartment.model_validate(fields | changes)


def signer(**changes: Any) -> SetSigner:
    """Have h-1 sign as head of the bureau from 1 June 2023 on, with fields changed."""
    fields = {
        "section": REVIEWER.organisation,
        "office": "section_head",
        "person": "h-1",
        "since": "2023-06-01",
        "document": "三定方案〔2023〕5号",
    }
    return SetSigner.model_validate(fields | changes)


def end_signer(**changes: Any) -> EndSigner:
    """End that with 10 June 2023, with fields changed."""
    fields = {
        "section": REVIEWER.organisation,
        "office": "section_head",
        "person": "h-1",
        "last_day": "2023-06-10",
        "document": "调整通知〔2023〕6号",
    }
    return EndSigner.model_validate(fields | changes)


def body(**changes: Any) -> SetBody:
    """Register the leading group from 1 June 2023 on, with fields changed."""
    fields = {
        "body": "LDXZ",
        "body_name": "预算绩效管理领导小组",
        "body_kind": "leading_group",
        "since": "2023-06-01",
        "document": "成立通知〔2023〕8号",
    }
    return SetBody.model_validate(fields | changes)


def end_body(**changes: Any) -> EndBody:
    """End the leading group with 10 June 2023, with fields changed."""
    fields = {"body": "LDXZ", "last_day": "2023-06-10", "document": "撤销通知〔2023〕9号"}
    return EndBody.model_validate(fields | changes)


def informed(**changes: Any) -> InformBody:
    """Tell the leading group of the year's results on 5 June 2023, with fields changed."""
    fields = {
        "body": "LDXZ",
        "held_on": "2023-06-05",
        "artefacts": ["重点评价结果"],
        "document": "报告〔2023〕10号",
    }
    return InformBody.model_validate(fields | changes)


def body_act(**changes: Any) -> RecordBodyAct:
    """Record a decision of the leading group of 5 June 2023, with fields changed."""
    fields = {
        "body": "LDXZ",
        "held_on": "2023-06-05",
        "resolution": "原则同意评价结果应用方案",
        "document": "纪要〔2023〕11号",
    }
    return RecordBodyAct.model_validate(fields | changes)


def assigned(*acts: AssignRole | EndRole, by: Actor | None = None) -> Assignments:
    """The assignments that acts add up to."""
    found: Assignments = nobody().given(*acts, by=by).state.assignments
    return found


def frame(*streams: str, closed: tuple[str, ...] = ()) -> Frame:
    """What belongs to the unit: open subjects, and closed ones."""
    members = [Member(one, one.rpartition("/")[2], UNIT, {"open": True}) for one in streams]
    members += [Member(one, one.rpartition("/")[2], UNIT, {"open": False}) for one in closed]
    return Frame(7, tuple(members))


OF_UNIT = frame(P1, P2, POLICY, YEAR, closed=(CLOSED,))
"""Two open projects, an open policy, an open year, and a project that is closed."""


def merge(**changes: Any) -> MergeUnit:
    """Merge the unit into another from 20 June 2023 on, with fields changed."""
    fields = {
        "unit": UNIT,
        "successor": SUCCESSOR,
        "successor_name": "承接单位",
        "since": "2023-06-20",
        "document": ORDER,
    }
    return MergeUnit.model_validate(fields | changes)


def part(unit: str, *takes: str, **changes: Any) -> dict[str, Any]:
    """A successor of a split with what it takes."""
    return {"unit": unit, "unit_name": f"单位{unit}", "takes": list(takes)} | changes


def split(*parts: dict[str, Any], **changes: Any) -> SplitUnit:
    """Split the unit from 20 June 2023 on: P001 to one, P002 and the policy to another."""
    fields = {
        "unit": UNIT,
        "successors": parts or (part(SUCCESSOR, P1), part(OTHER_SUCCESSOR, P2, POLICY)),
        "since": "2023-06-20",
        "document": ORDER,
    }
    return SplitUnit.model_validate(fields | changes)


def tried(
    scene: DeciderSpec, act: Command, seen: Frame = OF_UNIT, by: Actor = REVIEWER
) -> DeciderSpec:
    """An act tried that selects among what belongs to the unit."""
    return scene.take(replace(scene.act(act, by), frame=seen))


def ended_by(act: MergeUnit | SplitUnit) -> Successions:
    """The ends of units that an act, taken on 1 June 2023, adds up to."""
    found: Successions = tried(nobody().on("2023-06-01"), act).state.successions
    return found


def delegate(**changes: Any) -> Delegate:
    """Delegate for the whole unit from 1 to 10 June 2023, with fields changed."""
    fields = {
        "unit": UNIT,
        "organisation": "202002",
        "since": "2023-06-01",
        "until": "2023-06-10",
        "document": "委托书",
    }
    return Delegate.model_validate(fields | changes)


def end_delegation(**changes: Any) -> EndDelegation:
    """End that delegation with 5 June 2023, with fields changed."""
    fields = {
        "unit": UNIT,
        "organisation": "202002",
        "last_day": "2023-06-05",
        "document": "撤销委托书",
    }
    return EndDelegation.model_validate(fields | changes)


_OF_PEOPLE = (assign(), end_role(), delegate(), end_delegation())
_OF_UNITS = (merge(), split(), section(), end_section(), signer(), end_signer())
_OF_DEPARTMENTS = (department(), end_department())
_OF_BODIES = (body(), end_body(), informed(), body_act())
ACTS = {
    act.name: act for act in (*_OF_PEOPLE, *_OF_UNITS, *_OF_DEPARTMENTS, *_OF_BODIES, annotation())
}
"""One act of each kind that people take on the people and units, by name."""
