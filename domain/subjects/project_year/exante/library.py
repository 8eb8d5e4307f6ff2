"""The project library: entry through the gates of ex-ante assessment and preparation."""

from __future__ import annotations

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
from domain.kernel.frozen import replace
from domain.kernel.message import Command, Event
from domain.kernel.policies import from_version, guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role
from domain.shared.filings import joint_review
from domain.subjects.project_year import refusals
from domain.subjects.project_year.exante.gate import ask_gate, ask_required, is_closed
from domain.subjects.project_year.state import Admitted as InLibrary
from domain.subjects.project_year.state import ProjectYear


class Admit(Command, name="library.admit", who={Role.FINANCE}, version=3):
    """Take the project into the library; the three findings where `library.gate` asks for them.

    Where the ex-ante assessment hangs on the funding by source, that is recorded first. Where the
    rules ask for a joint review at the entrance, all parties reviewed the project.
    """

    factual_basis: bool | None = None
    prepared: bool | None = None
    target_clear: bool | None = None


class Admitted(Event, name="library.admitted", version=1):
    """The project is in the library; `advisory` when a gate only advised against it."""

    advisory: bool = False


def project_is_not_in_the_library(
    state: ProjectYear, _act: CommandContext[Admit], _in_force: InForce
) -> Refusal | None:
    """The project is not in the library yet."""
    if not isinstance(state.entry, InLibrary):
        return None
    return refusals.done_already("项目入库", "the admission to the library", "library.admit")


def funding_is_known(
    state: ProjectYear, _act: CommandContext[Admit], in_force: InForce
) -> Refusal | None:
    """The funding by source is recorded where the rules hang the ex-ante assessment on it."""
    if not state.exante.awaits_split:
        return None
    project = state.known
    answer = ask_required("project", project, project.registered_on, in_force, "county")[1]
    return refusals.gate_not_met(
        "本项目为重大项目，是否须开展事前绩效评估取决于有无县级财力安排，而资金来源尚未填报。"
        "请预算单位或财政部门先填报中央、自治区、地州、县级资金各多少（funding.record），再办理入库。",
        "whether this major project has to be assessed ex ante hangs on its funding by source, "
        "which nobody recorded: the unit or finance records it first (funding.record).",
        answer,
    )


def project_is_reviewed_jointly(
    state: ProjectYear, act: CommandContext[Admit], in_force: InForce
) -> Refusal | None:
    """All parties reviewed the project where the rules ask for it, and found nothing wanting."""
    excepted = state.is_excepted(joint_review.RULE)
    return joint_review.incomplete(state.entrance, "library", act, in_force, excepted=excepted)


@guarded_by(
    project_is_not_in_the_library,
    from_version(2, funding_is_known),
    from_version(3, project_is_reviewed_jointly),
)
def admit(state: ProjectYear, act: CommandContext[Admit], in_force: InForce) -> Decided:
    """Ask `exante.gate` where an assessment is required, and `library.gate` where it is stated."""
    assessed = _exante_gate(state, act, in_force)
    if isinstance(assessed, Refusal):
        return assessed
    prepared = _library_gate(act, in_force)
    if isinstance(prepared, Refusal):
        return prepared
    basis = (*assessed, *prepared)
    advisory = any(answer.outcome == "advisory" for answer in basis)
    return (Decision(Admitted(advisory=advisory), basis),)


def _exante_gate(
    state: ProjectYear, act: CommandContext[Admit], in_force: InForce
) -> tuple[Answer, ...] | Refusal:
    asked = ask_gate(state, act, in_force)
    if is_closed(asked):
        return refusals.gate_not_met(
            "事前绩效评估未获“支持”，项目不得入库，请先完成评估和审核。",
            "the ex-ante assessment is not supported: the project may not enter the library "
            "before it is assessed and reviewed.",
            *asked,
        )
    return asked


def _library_gate(act: CommandContext[Admit], in_force: InForce) -> tuple[Answer, ...] | Refusal:
    command = act.command
    findings = command.model_dump()
    given = {name: bool(value) for name, value in findings.items()}
    answer = in_force.ask("library.gate", act.effective_on, **given)
    if not answer.stated:
        return (answer,)
    absent = [name for name, value in findings.items() if value is None]
    if absent:
        return refusals.missing(
            absent[0],
            f"入库审核须填写：{'、'.join(absent)}。",
            f"the gate of the library asks for {', '.join(absent)}.",
            answer,
        )
    if answer.outcome == "refuse":
        return refusals.gate_not_met(
            "无事实依据、前期准备不充分或绩效目标不明确，不予入库。",
            "no factual basis, poor preparation or an unclear target: not admitted.",
            answer,
        )
    return (answer,)


def admitted(state: ProjectYear, _recorded: Recorded[Admitted]) -> ProjectYear:
    """Evolve by `library.admitted`."""
    return replace(state, entry=InLibrary(state.known))


DECIDE: Deciders = {Admit: admit}
EVOLVE: Evolvers = {Admitted: admitted}
