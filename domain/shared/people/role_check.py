"""The role check: the first check of every subject is whether the actor may take the act.

The act must allow the role, the person must hold the role on the date, and the unit must still
exist.
"""

from __future__ import annotations

from typing import Any

from domain.kernel.decider import CommandContext, InForce
from domain.kernel.policies import for_new_acts
from domain.kernel.refusal import Code, Refusal
from domain.kernel.subject_ids import SubjectKind, subject_of
from domain.kernel.vocabulary import Role
from domain.shared.filings.undoable import UndoingAct
from domain.shared.names import role_name
from domain.shared.people import assignments, successions
from domain.shared.people.assignments import ASSIGN

_OF_UNITS = frozenset({Role.UNIT, Role.DEPARTMENT})


def may_take(act: CommandContext[Any], in_force: InForce, stream: str) -> Refusal | None:
    """Refuse an actor who may not take the act on the subject `stream` on its effective date."""
    return (
        _wrong_role(act)
        or _unit_ended(act, in_force, stream)
        or _not_held(act, in_force)
        or _of_the_bureau(act, in_force, stream)
    )


def _wrong_role(act: CommandContext[Any]) -> Refusal | None:
    if act.actor.role in act.command.who:
        return None
    if isinstance(act.command, UndoingAct) and act.actor.role in _FILING:
        return _filing_is_corrected(act)
    allowed = sorted(act.command.who)
    zh = "、".join(map(role_name, allowed))
    return Refusal(
        Code.WRONG_ROLE,
        f"{role_name(act.actor.role)}不得办理此事项，应由{zh}办理。",
        f"{act.actor.role} may not take {act.command.name}; {', '.join(allowed)} may.",
    )


def _filing_is_corrected(act: CommandContext[Any]) -> Refusal:
    """The bureau undoes its own acts; who filed something corrects it, or asks for its return."""
    return Refusal(
        Code.WRONG_ROLE,
        f"{act.command.name} 用于撤回、更正财政等部门办理的事项；{role_name(act.actor.role)}填报的"
        "内容，请在审核前自行撤回或更正（correct）；已审核的，请审核部门先撤回审核。",
        f"{act.command.name} undoes acts of the bureau and the like: what {act.actor.role} filed "
        "is corrected by correct before its review; after it, the review is withdrawn first.",
    )


_FILING = frozenset({Role.UNIT, Role.DEPARTMENT, Role.THIRD_PARTY})


def _unit_ended(act: CommandContext[Any], in_force: InForce, stream: str) -> Refusal | None:
    """Refuse a person of a unit that was merged or split by the date."""
    if act.actor.role not in _OF_UNITS or not in_force.successions:
        return None
    end = successions.ended(in_force.successions, act.actor.organisation, act.effective_on)
    if end is None:
        return None
    theirs = successions.acting_for(in_force.successions, end, stream, act.effective_on)
    return successions.unit_ended(end, theirs)


def _not_held(act: CommandContext[Any], in_force: InForce) -> Refusal | None:
    """Refuse an actor without a role that is assigned by the date, held by others or by nobody.

    An older program let any actor in a role of the bureau fill it when nobody held it any more.
    """
    actor, on, given = act.actor, act.effective_on, in_force.assignments
    role = (actor.organisation, actor.role)
    if role not in given or not assignments.begun(given, *role, on):
        return None
    if assignments.held(given, *role, actor.id, on):
        return None
    if act.settled and act.command.name == ASSIGN and not assignments.holders(given, *role, on):
        return None
    return _refused(act, in_force)


def actor_is_of_the_bureau(
    act: CommandContext[Any], in_force: InForce, stream: str
) -> Refusal | None:
    """Refuse an organisation that is no finance bureau, where the bureau's people are registered.

    A slip in the code of the bureau would pass the register of its people by. It holds on projects,
    units and policies; other subjects have acts of the bureaus of other levels.
    """
    actor, on, subject = act.actor, act.effective_on, subject_of(stream)
    if actor.role is not Role.FINANCE or subject is None or subject.kind not in _OF_ONE_BUREAU:
        return None
    given = in_force.assignments
    is_known = (actor.organisation, actor.role) in given
    if not given or (is_known and assignments.begun(given, actor.organisation, actor.role, on)):
        return None
    bureaus = {
        organisation
        for organisation, role in given
        if role is Role.FINANCE and assignments.begun(given, organisation, role, on)
    }
    if not bureaus:
        return None
    listed = "、".join(sorted(bureaus))
    return Refusal(
        Code.ROLE_NOT_HELD,
        f"{actor.organisation} 没有登记为财政部门，已登记的是 {listed}：请核对机构编码；确由 "
        f"{actor.organisation} 办理的，请先登记其人员的任职（role.assign）。",
        f"{actor.organisation} is registered as no finance bureau, but {', '.join(sorted(bureaus))}"
        ": correct the organisation, or assign the role first (role.assign).",
        "actor",
    )


_OF_ONE_BUREAU = frozenset({SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR, SubjectKind.POLICY})
_of_the_bureau = for_new_acts(actor_is_of_the_bureau)


def _refused(act: CommandContext[Any], in_force: InForce) -> Refusal:
    actor, on = act.actor, act.effective_on
    given = in_force.assignments[actor.organisation, actor.role]
    mine = [one for one in given if one.person == actor.id]
    now = "、".join(one.person for one in given if one.runs(on))
    had = "; ".join(f"{one.days} ({one.document})" for one in mine)
    whose = f"{actor.organisation} / {actor.role}"
    is_vacant = actor.role is Role.FINANCE and not now
    zh, en = _VACANT if is_vacant else _FILLED
    return Refusal(
        Code.ROLE_NOT_HELD,
        f"{actor.id} 在 {on} 不任 {actor.organisation} 的{role_name(actor.role)}岗位（其任职："
        f"{had or '无'}）：请由在任人员"
        f"（{now or '暂无'}）办理，或由{zh}先登记任职（role.assign）。",
        f"{actor.id} does not hold {whose} on {on} (held: {had or 'never'}): one who does acts "
        f"({now or 'nobody now'}), or {en} assigns the role first (role.assign).",
    )


_FILLED = ("财政部门", "the finance bureau")
_VACANT = (
    "本级人民政府（其任职亦空缺的，由上级人民政府）",
    "the government (or the government of the level above, where its role is vacant too)",
)
"""The one who assigns a role: the bureau, or the government if the bureau's own is vacant."""
