"""Everything that a subject can show has an entry in a catalogue, and no entry stands idle."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Any, cast

import pytest

from console.cli.render import board_words as words
from domain.kernel.decider import Decider, InForce
from domain.kernel.in_force import OFFICES
from domain.kernel.message import Command, Event
from domain.kernel.refusal import Code, Refusal
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.rules.families.disclosure import ARTEFACTS
from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.catalogue.entries import Catalogue, DeadlineEntry, EventEntry, Stage, act
from domain.shared.deadlines.endorsements import endorsement_of
from domain.shared.deadlines.project_deadlines import FED_BACK
from domain.shared.deadlines.unit_deadlines import FEEDBACK_OF_EVALUATION
from domain.shared.letters.types import Returned
from domain.shared.names import ROLES, Name
from domain.shared.people.departments import KINDS as REVIEWED_ABOVE
from domain.shared.signatures.messages import kind_of
from domain.subjects.registry import CATALOGUES, DECIDERS
from projections.boards.problems import Kind
from testkit.decider_spec import FakeRules
from testkit.named_keys import unnamed_keys
from tests.deadline_sources import waited_for
from tests.golden.examples import stored_events
from tests.name_sources import sources

KINDS = pytest.mark.parametrize("kind", SubjectKind)


def test_every_kind_of_subject_is_registered_with_its_catalogue() -> None:
    assert set(DECIDERS) == set(CATALOGUES.by_kind) == set(SubjectKind)


@KINDS
def test_a_catalogue_has_exactly_the_acts_that_its_subject_knows(kind: SubjectKind) -> None:
    acts = [entry.name for entry in CATALOGUES.by_kind[kind].all_acts()]
    assert sorted(acts) == sorted(command.name for command in DECIDERS[kind].COMMANDS)


def test_the_catalogues_have_exactly_the_acts_and_the_events_of_the_product() -> None:
    commands = {name for name, one in Command.by_name.items() if _is_products(one)}
    assert set(CATALOGUES.acts) == commands
    assert set(CATALOGUES.events) == set(stored_events())


def _is_products(message: type[Command]) -> bool:
    return message.__module__.startswith("domain.") and ".test_" not in message.__module__


def test_every_event_has_a_chinese_title() -> None:
    untitled = [name for name, entry in CATALOGUES.events.items() if entry.title.isascii()]
    assert untitled == []


def test_every_deadline_that_a_subject_waits_for_has_a_name_and_every_name_a_deadline() -> None:
    waited = set(waited_for())
    assert "disclosure" in waited
    waited |= {f"disclosure.{artefact}" for artefact in ARTEFACTS}
    waited |= FED_BACK | {FEEDBACK_OF_EVALUATION} | {kind_of(office) for office in OFFICES}
    waited |= {endorsement_of(kind) for kind in REVIEWED_ABOVE}
    assert set(CATALOGUES.deadlines) == waited - {"disclosure", "feedback"}


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        pytest.param(kind, event, id=f"{kind} {event.name} {at}")
        for kind, catalogue in CATALOGUES.by_kind.items()
        for at, event in enumerate(catalogue.all_events())
        if event.settles or event.notifies
    ],
)
def test_what_an_event_settles_is_a_deadline_of_its_subject(
    kind: SubjectKind, event: EventEntry
) -> None:
    known = {entry.key for entry in CATALOGUES.by_kind[kind].deadlines}
    for deadline in (event.settles and event.settles.deadline, event.notifies):
        assert deadline in {None, *known} or any(one.startswith(f"{deadline}.") for one in known)


def test_who_meets_a_deadline_by_filing_is_known() -> None:
    settles = [
        event.settles
        for catalogue in CATALOGUES.by_kind.values()
        for event in catalogue.all_events()
        if event.settles and event.settles.filed
    ]
    assert settles
    assert all(CATALOGUES.deadlines[one.deadline].role for one in settles)


@KINDS
def test_a_catalogue_has_exactly_the_phases_that_its_subject_shows(kind: SubjectKind) -> None:
    phases = {entry.phase for entry in CATALOGUES.by_kind[kind].phases}
    assert phases == set(_phases(DECIDERS[kind]))


def _phases(decider: Decider) -> Iterator[str]:
    """The phases of the subject's own enum, else those that its view and `_phase` name."""
    enum = getattr(decider, "Phase", None)
    if enum is not None:
        yield from map(str, cast("type[StrEnum]", enum))
        return
    tree = ast.parse(inspect.getsource(importlib.import_module(cast("Any", decider).__name__)))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name in {"view", "_phase"}:
            said = ast.get_docstring(function, clean=False)
            for node in ast.walk(function):
                text = node.value if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and text != said:
                    yield text


@KINDS
def test_the_phase_of_a_subject_that_nothing_is_known_of_has_a_name(kind: SubjectKind) -> None:
    decider = DECIDERS[kind]
    phase = decider.view(decider.initial("652825/2023"), InForce(FakeRules())).phase
    assert words.phase(phase) != phase


def test_a_monthly_phase_carries_its_month() -> None:
    assert words.phase("monitoring-05") == "5月监控 monitoring-05"
    assert words.phase("monitoring-xx") == "monitoring-xx"
    assert words.phase("grading-05") == "grading-05"


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ("monitoring.result:2023-05-31", "监控结果 monitoring result 2023-05-31"),
        ("county-report.filing.653022:2023-06-10", "县市报告 county report 653022 2023-06-10"),
        ("awaiting-ruling/AMB-32", "待裁定 awaiting ruling AMB-32"),
        (
            "disclosure.exception.project_target",
            "批准不予公开 approval of an exception project_target",
        ),
        ("never.heard-of:2023-06-10", "never.heard-of 2023-06-10"),
    ],
)
def test_a_deadline_is_called_by_its_kind_and_what_it_is_of(deadline: str, said: str) -> None:
    assert words.deadline(deadline) == said


def test_every_return_tells_who_filed() -> None:
    returns = {name for name in stored_events() if name.endswith(".returned")}
    letters = {
        name for name, entry in CATALOGUES.events.items() if isinstance(entry.letter, Returned)
    }
    assert letters == returns


def test_every_kind_of_problem_in_a_catalogue_is_known() -> None:
    found = {
        one.problem
        for entry in CATALOGUES.events.values()
        for one in (entry, *entry.variants.values())
        if one.problem
    }
    assert found <= {kind.value for kind in Kind}


def test_every_role_has_one_name() -> None:
    assert set(ROLES) == set(Role)
    assert len({name.zh for name in ROLES.values()}) == len(Role)


def test_no_other_table_names_the_roles() -> None:
    tables = {
        path.name
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict) and len(_roles_among(node)) > len(Role) // 2
    }
    assert tables == {"names.py"}


def _roles_among(table: ast.Dict) -> set[str]:
    said = (ast.unparse(key).strip("'").removeprefix("Role.").lower() for key in table.keys if key)
    return {*said} & {*Role}


def test_acts_that_are_reached_are_acts_of_the_system() -> None:
    reached = [one for entry in CATALOGUES.acts.values() for one in entry.reaches]
    assert reached
    assert all(Role.SYSTEM in Command.by_name[one].who for one in reached)


def catalogue(title: str = "填报", deadline: str = "某期限") -> Catalogue:
    return Catalogue(
        Name("甲", "a"),
        {Stage.ANY_TIME: (act("test.file", EventEntry("test.filed", title)),)},
        (DeadlineEntry("test.filing", Name(deadline, "")),),
    )


def test_two_catalogues_may_share_an_entry() -> None:
    two = {SubjectKind.PACKS: catalogue(), SubjectKind.RULINGS: catalogue()}
    assert Catalogues(two).events["test.filed"].title == "填报"


@pytest.mark.parametrize(
    ("other", "about"),
    [(catalogue(title="提交"), "test.file"), (catalogue(deadline="别的"), "test.filing")],
)
def test_two_catalogues_that_disagree_are_refused(other: Catalogue, about: str) -> None:
    with pytest.raises(ValueError, match=f"^two catalogues disagree about {about}$"):
        Catalogues({SubjectKind.PACKS: catalogue(), SubjectKind.RULINGS: other})


def test_an_act_twice_in_one_catalogue_is_refused() -> None:
    once = catalogue()
    twice = replace(
        once, acts={**once.acts, Stage.RESULTS: catalogue(title="提交").acts[Stage.ANY_TIME]}
    )
    with pytest.raises(ValueError, match="disagree"):
        Catalogues({SubjectKind.PACKS: twice})


def test_an_event_of_the_registry_is_the_one_that_is_stored() -> None:
    assert all(Event.by_name[name].name == name for name in CATALOGUES.events)


SENDING_BACK = {
    (kind, event.name): event
    for kind, catalogue in CATALOGUES.by_kind.items()
    for event in catalogue.all_events()
    if event.sends_back or event.problem == "return"
}


@pytest.mark.parametrize(("kind", "name"), SENDING_BACK)
def test_what_sends_a_filing_back_names_a_deadline_of_its_subject(
    kind: SubjectKind, name: str
) -> None:
    event = SENDING_BACK[kind, name]

    assert event.sends_back is not None
    if event.sends_back.deadline != "filing":  # else the event itself names the filing
        known = {one.key for one in CATALOGUES.by_kind[kind].deadlines}
        assert event.sends_back.deadline in known


@pytest.mark.parametrize(
    ("zh", "keys", "said"),
    [
        (
            "有未了事项：monitoring.result:2025-05-31、self-evaluation.filing。",
            ("monitoring.result:2025-05-31", "self-evaluation.filing"),
            (
                "有未了事项：监控结果 2025-05-31（monitoring.result:2025-05-31）、"
                "绩效自评（self-evaluation.filing）。"
            ),
        ),
        (
            "没有 county-report.filing.653022:2025-06-10。",
            ("county-report.filing.653022:2025-06-10",),
            "没有 县市报告 653022 2025-06-10（county-report.filing.653022:2025-06-10）。",
        ),
        ("可填：target.approve。", ("target.approve",), "可填：批复绩效目标（target.approve）。"),
        ("早于“target.approved”", ("target.approved",), "早于“批复绩效目标（target.approved）”"),
        ("监控结果（monitoring.result）", ("monitoring.result",), "监控结果（monitoring.result）"),
        ("monitoring.results", ("monitoring.result",), "monitoring.results"),
        ("可填：2025-05-31、P001。", ("2025-05-31", "P001"), "可填：2025-05-31、P001。"),
        ("target.filing", (), "target.filing"),
    ],
)
def test_a_refusal_has_the_name_of_a_key_beside_it(
    zh: str, keys: tuple[str, ...], said: str
) -> None:
    refusal = CATALOGUES.in_words(Refusal(Code.MISSING_FIELD, zh, "en", keys=keys))
    assert (refusal.zh, refusal.en) == (said, "en")


def test_a_duty_that_is_named_by_its_key_alone_is_found() -> None:
    assert unnamed_keys(Refusal(Code.MISSING_FIELD, "请办理 target.filing。", "")) == [
        "target.filing"
    ]
    assert not unnamed_keys(Refusal(Code.MISSING_FIELD, "绩效目标填报（target.filing）。", ""))
