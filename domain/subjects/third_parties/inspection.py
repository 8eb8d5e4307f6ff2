"""Inspections 监督检查: directed where there are leads, else random in object and inspector.

JS-088 to JS-090: a directed inspection follows leads of a violation; a random one draws both what
is inspected and who inspects (双随机).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import Field, PositiveInt

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Code, Role, Text
from domain.shared.fan_out.draws import drawn
from domain.subjects.third_parties.entrustment import contracts_of
from domain.subjects.third_parties.state import Inspection, ThirdParty

Candidates = Annotated[tuple[Code, ...], Field(min_length=1, max_length=1_000)]
Seed = Annotated[str, Field(min_length=1, max_length=200)]


class InspectDirected(Command, name="third-party.inspect-directed", who={Role.FINANCE}):
    """Order a directed inspection on leads of a violation."""

    inspection: Code
    leads: Text
    document: Text | None = None


class DrawInspection(Command, name="third-party.draw-inspection", who={Role.FINANCE}):
    """Draw a random inspection: `objects` among its contracts, and `inspectors` among people.

    The seed is published before the draw (AMB-13). By hash: the candidates in the order of the
    sha256 of seed, newline and code; the first `objects_drawn` and `inspectors_drawn` are drawn.
    """

    inspection: Code
    seed: Seed
    objects: Candidates
    inspectors: Candidates
    objects_drawn: PositiveInt = 1
    inspectors_drawn: PositiveInt = 1


class RecordInspection(Command, name="third-party.record-inspection", who={Role.FINANCE}):
    """Record what an inspection found; `violation`: whether it found one."""

    inspection: Code
    violation: bool
    finding: Text
    document: Text | None = None


class InspectionDirected(Event, name="third-party.inspection-directed", version=1):
    """A directed inspection was ordered."""

    inspection: Code
    leads: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None


class InspectionDrawn(Event, name="third-party.inspection-drawn", version=1):
    """A random inspection was drawn; anybody can repeat the draw from seed and candidates."""

    inspection: Code
    seed: Seed
    objects: Candidates
    inspectors: Candidates
    drawn_objects: Candidates
    drawn_inspectors: Candidates


class InspectionRecorded(Event, name="third-party.inspection-recorded", version=1):
    """The finding of an inspection was recorded."""

    inspection: Code
    violation: bool
    finding: Annotated[Text, WITHHOLDABLE]
    document: Text | None = None


def direct(state: ThirdParty, act: CommandContext[InspectDirected], in_force: InForce) -> Decided:
    """Order a directed inspection: there are leads (`third_party.inspection`)."""
    command = act.command
    answer = in_force.ask("third_party.inspection", act.effective_on, leads=True)
    refusal = _taken(state, command.inspection) or _other_kind(answer, "directed")
    return refusal or (Decision(InspectionDirected(**vars(command)), (answer,)),)


def inspection_is_new(
    state: ThirdParty, act: CommandContext[DrawInspection], _in_force: InForce
) -> Refusal | None:
    """The number of the inspection is not taken."""
    return _taken(state, act.command.inspection)


def enough_candidates_stand_once(
    _state: ThirdParty, act: CommandContext[DrawInspection], _in_force: InForce
) -> Refusal | None:
    """No candidate stands twice, and at most as many are drawn as there are."""
    command = act.command
    return _undrawable("objects", command.objects, command.objects_drawn) or _undrawable(
        "inspectors", command.inspectors, command.inspectors_drawn
    )


def objects_are_contracts(
    state: ThirdParty, act: CommandContext[DrawInspection], _in_force: InForce
) -> Refusal | None:
    """Each object is a contract of the institution."""
    known = contracts_of(state)
    unknown = [code for code in act.command.objects if code not in known]
    if not unknown:
        return None
    return refusals.invalid(
        "objects",
        f"{'、'.join(unknown)} 不是该机构的委托合同，请更正。",
        f"{', '.join(unknown)}: no contract of this institution, correct the objects.",
    )


@guarded_by(inspection_is_new, enough_candidates_stand_once, objects_are_contracts)
def draw(_state: ThirdParty, act: CommandContext[DrawInspection], in_force: InForce) -> Decided:
    """Draw object and inspector; no leads are needed (`third_party.inspection`)."""
    command = act.command
    answer = in_force.ask("third_party.inspection", act.effective_on, leads=False)
    event = InspectionDrawn(
        inspection=command.inspection,
        seed=command.seed,
        objects=command.objects,
        inspectors=command.inspectors,
        drawn_objects=drawn(command.seed, command.objects, command.objects_drawn),
        drawn_inspectors=drawn(command.seed, command.inspectors, command.inspectors_drawn),
    )
    return _other_kind(answer, "random_eligible") or (Decision(event, (answer,)),)


def _taken(state: ThirdParty, inspection: str) -> Refusal | None:
    before = state.inspections.get(inspection)
    if before is None or before.withdrawn:
        return None
    return refusals.done_already(
        f"检查 {inspection} ",
        f"inspection {inspection}",
        f"{(InspectDirected if before.directed else DrawInspection).name}:{inspection}",
    )


def _other_kind(answer: Answer, kind: str) -> Refusal | None:
    if not answer.stated or answer.outcome == kind:
        return None
    return refusals.gate_not_met(
        f"规则在此情形下要求的检查方式为 {answer.outcome}，请改按该方式检查。",
        f"the rules want an inspection of the kind {answer.outcome} here: inspect in that way.",
        answer,
    )


def _undrawable(field: str, candidates: tuple[str, ...], wanted: int) -> Refusal | None:
    if len(set(candidates)) < len(candidates):
        return refusals.invalid(field, "候选项重复，请更正。", "a candidate stands twice.")
    if wanted <= len(candidates):
        return None
    return refusals.invalid(
        f"{field}_drawn",
        f"抽取数不得多于候选数（{len(candidates)}）。",
        f"no more than the {len(candidates)} candidates can be drawn.",
    )


def record(state: ThirdParty, act: CommandContext[RecordInspection], _in_force: InForce) -> Decided:
    """Record the finding of an inspection once."""
    command = act.command
    inspection = state.inspections.get(command.inspection)
    if inspection is None or inspection.withdrawn:
        return refusals.invalid(
            "inspection",
            f"没有编号为 {command.inspection} 的检查，请先办理定向检查或抽取。",
            f"there is no inspection {command.inspection}: order or draw it first.",
        )
    if inspection.recorded:
        return refusals.done_already(
            "检查结果登记", "the finding", f"{RecordInspection.name}:{command.inspection}"
        )
    return (Decision(InspectionRecorded(**vars(command))),)


def directed(state: ThirdParty, recorded: Recorded[InspectionDirected]) -> ThirdParty:
    """Evolve by `third-party.inspection-directed`."""
    code = recorded.event.inspection
    return _with(state, code, Inspection(directed=True, recorded=_is_found(state, code)))


def was_drawn(state: ThirdParty, recorded: Recorded[InspectionDrawn]) -> ThirdParty:
    """Evolve by `third-party.inspection-drawn`."""
    event = recorded.event
    found = _is_found(state, event.inspection)
    drawn_one = Inspection(directed=False, recorded=found, objects=event.drawn_objects)
    return _with(state, event.inspection, drawn_one)


def was_recorded(state: ThirdParty, recorded: Recorded[InspectionRecorded]) -> ThirdParty:
    """Evolve by `third-party.inspection-recorded`."""
    code = recorded.event.inspection
    return _with(state, code, replace(state.inspections[code], recorded=True))


def _is_found(state: ThirdParty, code: str) -> bool:
    """Whether an inspection that is corrected has a finding, which stands."""
    before = state.inspections.get(code)
    return before is not None and before.recorded


def _with(state: ThirdParty, code: str, inspection: Inspection) -> ThirdParty:
    return replace(state, inspections={**state.inspections, code: inspection})


DECIDE: Deciders = {InspectDirected: direct, DrawInspection: draw, RecordInspection: record}
EVOLVE: Evolvers = {
    InspectionDirected: directed,
    InspectionDrawn: was_drawn,
    InspectionRecorded: was_recorded,
}
