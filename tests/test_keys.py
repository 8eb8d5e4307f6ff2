"""Where an act has to name a key, a refusal of another one lists those that fit.

All models of commands are walked: a field that may name something is a key field, or stands below.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin
from uuid import UUID

import pytest

from domain.kernel.answer import Rules
from domain.kernel.decider import Actor, Frame
from domain.kernel.keys import MOST, Naming, fitting
from domain.kernel.message import Command, Message
from domain.kernel.refusal import Refusal
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.deadlines.set_day import SetDay
from domain.shared.fan_out.messages import SendAgain
from domain.shared.filings.indicator_values import IndicatorClass
from domain.shared.people.exception_grants import GrantException
from domain.shared.rectification.rectifying import Notify, Refuse, Report
from domain.shared.rectification.reviewing import (
    Accept,
    FindRefused,
    FindUnmet,
    Reject,
)
from domain.subjects.jurisdiction_year.counties import CountyAct
from domain.subjects.jurisdiction_year.plan import MINIMUM
from domain.subjects.packs_adopted import decider as packs_adopted
from domain.subjects.packs_adopted.decider import Adopt
from domain.subjects.project_year.results.use_policies import RULE
from domain.subjects.project_year.targets.target import ApproveTarget
from domain.subjects.registry import DECIDERS
from domain.subjects.rulings import decider as rulings
from domain.subjects.rulings.decider import RecordRuling
from domain.subjects.unit_year.targets import ApproveOverallTarget
from domain.subjects.work_calendar import decider as work_calendar
from domain.subjects.work_calendar.decider import Publish
from testkit.builders import (
    departments,
    indicators,
    jurisdiction_evaluation,
    late_project,
    organisations,
    policies,
    prefecture_year,
    project_evaluation,
    project_year,
    third_parties,
    unit_stages,
    unit_year,
)
from testkit.builders.annotations import annotation
from testkit.builders.signatures import asking, proposal
from testkit.builders.unit_year import ATTACHED
from testkit.decider_spec import REVIEWER, DeciderSpec, FakeRules, acting, packaged_rules
from tests.fields_without_keys import NEW, VALUES

ADOPTED = Adopt(pack="000000", sha256="0" * 64, pack_version="1")
RULED = RecordRuling(ambiguity="AMB-01", text="裁定", document="裁定1号")
CALENDAR = Publish(year=2023, document="通知", holidays=(date(2023, 1, 2),))


def fields_of(model: type[Message], path: str = "") -> Iterator[tuple[str, str]]:
    """The fields of a model that may name something, and those of its parts: field and path."""
    for name, field in model.model_fields.items():
        here = f"{path}.{name}" if path else name
        yield from _in(field.annotation, name, here)


def _in(annotation: Any, name: str, path: str) -> Iterator[tuple[str, str]]:
    origin = get_origin(annotation)
    if origin is typing.Literal:
        return
    if origin in {typing.Union, UnionType, tuple, typing.Annotated}:
        for one in get_args(annotation):
            if one not in {type(None), Ellipsis}:
                yield from _in(one, name, path)
    elif isinstance(annotation, type) and issubclass(annotation, Message):
        yield from fields_of(annotation, path)
    elif annotation in {str, int, date, UUID}:
        yield name, path


WALKED = [
    (kind, command, field, path)
    for kind, decider in DECIDERS.items()
    for command in decider.COMMANDS
    if command.who != {Role.SYSTEM}
    for field, path in dict.fromkeys(fields_of(command))
]


@pytest.mark.parametrize(("kind", "command", "field", "path"), WALKED)
def test_a_field_that_may_name_something_offers_its_keys_or_is_known_to_name_nothing(
    kind: SubjectKind, command: type[Command], field: str, path: str
) -> None:
    is_key = (command, path.partition(".")[0]) in DECIDERS[kind].KEYS

    assert is_key + (field in VALUES) + (f"{command.name}:{path}" in NEW) >= 1


def test_what_names_nothing_is_a_field_of_some_act() -> None:
    walked = {field for _, _, field, _ in WALKED}
    paths = {f"{command.name}:{path}" for _, command, _, path in WALKED}
    assert walked >= VALUES
    assert paths >= NEW


# --- each key field, on its subject in all stages of its life


@dataclass(frozen=True)
class Life:
    """A kind of subject in its stages, with an act of each kind; `frame` is what it may select."""

    stages: tuple[Callable[[], DeciderSpec], ...]
    acts: Mapping[str, Command]
    frame: Frame | None = None


def _excepted() -> DeciderSpec:
    granted = GrantException(rule=RULE, reference="例外1号", approver="县长", reason="民生")
    return project_evaluation.graded().given(project_evaluation.PROPOSED, granted)


def _exceeded_cost() -> DeciderSpec:
    """A form whose points for a cost that was exceeded are left to the reviewer."""
    cost = {"indicator_class": IndicatorClass.COST, "relation": "="}
    first, *others = project_evaluation.INDICATORS
    scene = project_evaluation.imported(indicators=(first.model_copy(update=cost), *others))
    done, *rest = project_evaluation.reached("11")
    form = project_evaluation.self_evaluation(indicators=(done.model_copy(update=cost), *rest))
    return scene.given(form)


def _dated_policy() -> DeciderSpec:
    scene = policies.STAGES["ex-ante"]()
    day = SetDay(deadline="exante.report", due=date(2023, 3, 1), document="通知")
    return scene.given(day)


def _delegated() -> DeciderSpec:
    return project_year.monitored().given(project_year.DELEGATED)


def _delegated_policy() -> DeciderSpec:
    return policies.STAGES["ex-ante"]().given(project_year.DELEGATED)


def _referred_policy() -> DeciderSpec:
    return departments.under(policies.STAGES["target"]()).given(project_year.target())


def _found_problems() -> DeciderSpec:
    return prefecture_year.with_county().given(jurisdiction_evaluation.FUNDS)


def _excepted_plan() -> DeciderSpec:
    granted = GrantException(rule=MINIMUM, reference="例外1号", approver="局长", reason="压减")
    return prefecture_year.opened().given(granted)


def _proposed(scene: DeciderSpec, act: Command) -> DeciderSpec:
    """A subject on which an act waits for the signatures of others."""
    return asking(scene, f"{act.name}=3").given(proposal(act), by=REVIEWER)


def _handed_on() -> DeciderSpec:
    return organisations.tried(organisations.nobody().on("2023-06-01"), organisations.merge())


def _of(decider: ModuleType, stream: str, rules: Rules | None = None) -> DeciderSpec:
    return DeciderSpec.of(decider, f"652825/{stream}", rules or FakeRules())


LIVES = {
    SubjectKind.PROJECT_YEAR: Life(
        (
            *project_year.STAGES.values(),
            *project_evaluation.EVALUATION_STAGES.values(),
            _excepted,
            _exceeded_cost,
            lambda: project_evaluation.graded().given(project_evaluation.feedback()),
            _delegated,
            late_project.budgeted,
            lambda: departments.under(project_year.STAGES["target"]()).given(project_year.target()),
            lambda: _proposed(project_year.STAGES["filed"](), ApproveTarget()),
        ),
        project_evaluation.ALL_ACTS,
    ),
    SubjectKind.UNIT_YEAR: Life(
        (
            *unit_stages.STAGES.values(),
            lambda: unit_stages.STAGES["target"]().given(ATTACHED),
            lambda: unit_year.in_round().given(unit_year.DELEGATED),
            lambda: departments.under(unit_year.registered()).given(unit_year.target()),
            lambda: _proposed(unit_stages.STAGES["filed"](), ApproveOverallTarget()),
        ),
        unit_stages.ACTS,
        unit_year.FRAME,
    ),
    SubjectKind.POLICY: Life(
        (
            *policies.STAGES.values(),
            _dated_policy,
            _delegated_policy,
            _referred_policy,
            lambda: _proposed(policies.STAGES["filed"](), ApproveTarget()),
        ),
        policies.ACTS,
    ),
    SubjectKind.THIRD_PARTY: Life(
        (
            *third_parties.STAGES.values(),
            lambda: third_parties.entrusted().given(third_parties.DIRECTED),
        ),
        third_parties.ACTS,
    ),
    SubjectKind.JURISDICTION_YEAR: Life(
        (
            *jurisdiction_evaluation.STAGES.values(),
            _found_problems,
            _excepted_plan,
            lambda: prefecture_year.with_county().on("2023-06-19"),
            lambda: prefecture_year.opened().given(ATTACHED, by=REVIEWER),
            lambda: _proposed(prefecture_year.opened(), jurisdiction_evaluation.PLAN),
        ),
        jurisdiction_evaluation.ACTS
        | {one.name: one for one in (prefecture_year.report(), prefecture_year.appraisal())},
        jurisdiction_evaluation.FRAME,
    ),
    SubjectKind.ORGANISATIONS: Life(
        (
            lambda: organisations.nobody().given(organisations.assign()),
            lambda: organisations.nobody().given(organisations.delegate()),
            lambda: organisations.nobody().given(organisations.section()),
            lambda: organisations.nobody().given(organisations.department()),
            lambda: organisations.nobody().given(organisations.signer()),
            lambda: organisations.nobody().given(organisations.body()),
            _handed_on,
        ),
        organisations.ACTS | {"subjects.send-again": SendAgain(of=9)},
        replace(organisations.OF_UNIT, units=("201001", "202002")),
    ),
    SubjectKind.INDICATORS: Life(
        (
            lambda: indicators.nothing().given(indicators.imports()),
            lambda: indicators.in_force().given(indicators.end("G002")),
        ),
        indicators.ACTS,
    ),
    SubjectKind.PACKS: Life(
        (lambda: _of(packs_adopted, "packs").given(ADOPTED),),
        {"record.annotate": annotation()},
    ),
    SubjectKind.RULINGS: Life(
        (lambda: _of(rulings, "rulings", packaged_rules()).given(RULED),),
        {"ruling.record": RULED, "record.annotate": annotation()},
    ),
    SubjectKind.WORK_CALENDAR: Life(
        (
            lambda: DeciderSpec.of(work_calendar, "652825/work-calendar", FakeRules()).given(
                CALENDAR
            ),
        ),
        {"record.annotate": annotation()},
    ),
}
STRANGE: Mapping[str, Any] = {
    "node": "2001-05-31",
    "problems": ["x-99"],
    "number": 99,
    "of": 99,
    "events": [str(UUID(int=7))],
    "county": "999999",
    "library": "999999",
    "selected": ["P-99"],
    "results_of": ["P-99"],
    "duties": ["x-99"],
    "units": ["x-99"],
    "evaluated_before": ["P-99"],
    "projects": ["P-99"],
    "objects": ["HT-99"],
    "artefact": "overall_target",
    "ambiguity": "AMB-99",
    "document": "0" * 64,
}
"""Keys that no subject has; `x-99` for all other fields."""

KEYED = [
    pytest.param(kind, command, field, id=f"{kind} {command.name} {field}")
    for kind, decider in DECIDERS.items()
    for command, field in decider.KEYS
]


def strange(kind: SubjectKind, command: type[Command], field: str) -> Command:
    """The act of the matrix with a key that its subject does not have."""
    own: dict[str, Any] = LIVES[kind].acts[command.name].model_dump(mode="json")
    part = DECIDERS[kind].KEYS[command, field].part
    value = STRANGE.get(field, "x-99")
    if part == "takes":
        value = [{**one, "takes": [*one["takes"], "x-99"]} for one in own[field]]
    elif part is not None:
        one = own[field][0] if own.get(field) else PARTS[field]
        value = [{**one, part: "x-99"}]
    if field == "artefact" and kind is SubjectKind.UNIT_YEAR:
        value = "project_target"
    more = _MORE.get((command.name, field), {})
    if field == "problems" and kind is not SubjectKind.PROJECT_YEAR:
        more = {}
    return command.model_validate({**own, **more, field: value})


PARTS: Mapping[str, Any] = {
    "indicators": {"id": "1", "actual": "1", "completion": "1"},
    "criteria": {"project": "P1"},
    "types": {"project": "P1", "counted_as": "project"},
    "follows": {"of": "1", "becomes": "stands"},
    "duties": {"of": "1", "decision": "终止"},
    "points": {"id": "1", "points": "1", "reason": "酌定"},
}
_MORE: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("key-evaluation-plan.set", "exception"): {"funds_last_year": "1000"},
    ("results.apply", "exception"): {"action": "reduce"},
    ("exception.grant", "duties"): {"rule": "bureau_duty.due"},
    **{
        (command.name, "problems"): {"node": None, "source": "self_evaluation"}
        for command in (Notify, Report, Refuse, Accept, Reject, FindUnmet, FindRefused)
    },
}


def refusals_of(
    kind: SubjectKind, command: Command, field: str
) -> Iterator[tuple[list[str], Refusal]]:
    """The keys that fit, and the refusal of the act, in each stage by each role."""
    frame = LIVES[kind].frame
    if frame is not None and field == "unit":  # nothing belongs to a unit that nobody knows
        frame = replace(frame, members=())
    for stage in LIVES[kind].stages:
        scene = stage()
        for role in sorted(command.who - {Role.SYSTEM}):
            act = replace(scene.act(command, actor_of(command, role)), frame=frame)
            outcome = scene.decider.decide(scene.state, act, scene.in_force)
            if isinstance(outcome, Refusal):
                naming = Naming.of(act)
                keys, in_force = scene.decider.KEYS, scene.in_force
                if scene.state.version:
                    yield fitting(keys, scene.state, naming, field, in_force), outcome


def actor_of(command: Command, role: Role) -> Actor:
    """Who acts in a role; a county files for itself."""
    own = command.county if isinstance(command, CountyAct) else None
    return replace(acting(role), organisation=own) if own else acting(role)


@pytest.mark.parametrize(("kind", "command", "field"), KEYED)
def test_a_key_that_does_not_fit_is_refused_with_those_that_do(
    kind: SubjectKind, command: type[Command], field: str
) -> None:
    # given an act that names what its subject does not have
    act = strange(kind, command, field)
    # when it is taken in every stage
    told = [*refusals_of(kind, act, field)]
    # then somewhere there are keys that fit, and the refusal lists them
    lists = [
        refusal
        for fits, refusal in told
        if fits and all(key in refusal.zh and key in refusal.en for key in fits[:MOST])
    ]
    assert lists, told
