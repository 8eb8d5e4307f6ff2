"""The remit of sections where the bureau has it bind: who acts on a project, unit or policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import BudgetType, Role
from domain.shared.people.sections import ENFORCED, REMIT, Matter, in_charge
from testkit.builders import policies, project_year
from testkit.builders import unit_year as units
from testkit.builders.organisations import end_section, ended_by, merge, nobody, section
from testkit.builders.project_year import add, assessed, monitored, result, reviewed
from testkit.decider_spec import REVIEWER, UNIT, DeciderSpec, packaged_rules

OWN, OTHER = "652825-nc", "652825-jj"
OF_OWN = Actor("n-1", OWN, Role.FINANCE)
OF_OTHER = Actor("j-1", OTHER, Role.FINANCE)
ELSEWHERE = {"section": OTHER, "section_name": "经建股", "units": ["201002"]}
SOCIAL = {
    "section": OTHER,
    "section_name": "社保股",
    "units": [],
    "budget_types": ["social_insurance_funds"],
    "acts_as": ["social_insurance_section"],
}


def under(scene: DeciderSpec, *acts: Command, remit: str | None = ENFORCED) -> DeciderSpec:
    """A subject under sections that acts set, with the parameter in force since June 2023."""
    divided = nobody().given(*acts, by=REVIEWER).state.sections
    parameters = {REMIT: ((date(2023, 6, 1), remit),)} if remit else {}
    return scene.under(replace(scene.in_force, sections=divided, parameters=parameters))


def project() -> tuple[DeciderSpec, Command]:
    """A project whose May result waits for its review."""
    return monitored().on("2023-06-08").given(result()), reviewed()


def unit_year() -> tuple[DeciderSpec, Command]:
    """A unit's own year, whose target waits for its approval."""
    return units.registered().on("2025-02-10").given(units.target()), units.ATTACHED


def policy() -> tuple[DeciderSpec, Command]:
    """A policy whose assessment waits for its review."""
    return policies.STAGES["assessed"]().on("2023-06-08"), assessed()


OF_A_UNIT = (project, unit_year, policy)


@pytest.mark.parametrize("story", OF_A_UNIT)
def test_the_section_of_the_unit_acts(story: Callable[[], tuple[DeciderSpec, Command]]) -> None:
    scene, act = story()
    assert under(scene, section(), section(**ELSEWHERE)).when(act, by=OF_OWN).events


@pytest.mark.parametrize("story", OF_A_UNIT)
def test_a_section_of_other_units_does_not_act(
    story: Callable[[], tuple[DeciderSpec, Command]],
) -> None:
    scene, act = story()
    divided = under(scene, section(), section(**ELSEWHERE))
    refused = divided.when(act, by=OF_OTHER).refused(Code.WRONG_ORGANISATION)
    assert "农财股（652825-nc）" in refused.zh
    assert OWN in refused.en


@pytest.mark.parametrize("remit", ["shown", None])
def test_a_remit_that_is_only_shown_refuses_nobody(remit: str | None) -> None:
    scene, act = project()
    divided = under(scene, section(), section(**ELSEWHERE), remit=remit)
    assert divided.when(act, by=OF_OTHER).events


@pytest.mark.parametrize(
    ("day", "refused"), [("2023-05-31", False), ("2023-06-01", True), ("2023-06-02", True)]
)
def test_a_remit_binds_from_the_day_of_the_parameter_on(day: str, refused: bool) -> None:
    before = section(since="2023-05-01"), section(**ELSEWHERE, since="2023-05-01")
    scene = under(project_year.budgeted().on(day), *before)
    decided = scene.when(project_year.ATTACHED, by=OF_OTHER)
    if refused:
        decided.refused(Code.WRONG_ORGANISATION)
    else:
        assert decided.events


@pytest.mark.parametrize(("day", "refused"), [("2023-06-10", True), ("2023-06-11", False)])
def test_a_remit_binds_to_its_last_day(day: str, refused: bool) -> None:
    scene, act = project()
    divided = under(scene.on(day), section(), end_section(), section(**ELSEWHERE))
    decided = divided.when(act, by=OF_OTHER)
    if refused:
        decided.refused(Code.WRONG_ORGANISATION)
    else:
        assert decided.events


def test_the_bureau_itself_acts_on_everything() -> None:
    scene, act = project()
    assert under(scene, section(), section(**ELSEWHERE)).when(act, by=REVIEWER).events


def test_where_no_section_is_in_charge_every_section_acts() -> None:
    scene, act = project()
    assert under(scene, section(**ELSEWHERE)).when(act, by=OF_OTHER).events


def test_the_unit_acts_as_ever() -> None:
    scene = under(monitored().on("2023-06-08"), section())
    assert scene.when(result()).events


def test_the_section_of_the_successor_is_in_charge_of_a_merged_unit() -> None:
    scene, act = project()
    heirs = section(**{**ELSEWHERE, "units": ["301001"]})
    divided = under(scene.on("2023-06-20"), section(), heirs)
    merged = divided.under(replace(divided.in_force, successions=ended_by(merge())))
    assert divided.when(act, by=OF_OWN).events
    merged.when(act, by=OF_OWN).refused(Code.WRONG_ORGANISATION)
    assert merged.when(act, by=OF_OTHER).events


def of_social_insurance(jurisdiction: str, on: str) -> DeciderSpec:
    """A project of the social insurance budget, whose unit another section has."""
    budget = BudgetType.SOCIAL_INSURANCE_FUNDS
    scene = project_year.unregistered(packaged_rules(jurisdiction), on).given(
        add(budget_type=budget)
    )
    return under(scene, section(), section(**SOCIAL))


def test_the_section_that_a_clause_names_leads_whoever_has_the_unit() -> None:
    scene = of_social_insurance("653129", "2025-01-10")
    refused = scene.when(project_year.ATTACHED, by=OF_OWN).refused(Code.WRONG_ORGANISATION)
    assert [one.clause for answer in refused.basis for one in answer.citations] == ["JS-082"]
    assert scene.when(project_year.ATTACHED, by=OF_OTHER).events


@pytest.mark.parametrize(
    ("jurisdiction", "on"), [("653129", "2024-12-31"), ("652825", "2025-01-10")]
)
def test_where_no_clause_names_one_both_are_in_charge(jurisdiction: str, on: str) -> None:
    scene = of_social_insurance(jurisdiction, on)
    assert scene.when(project_year.ATTACHED, by=OF_OWN).events
    assert scene.when(project_year.ATTACHED, by=OF_OTHER).events


@pytest.mark.parametrize(
    ("matter", "codes"),
    [
        (Matter(UNIT, "general_public"), {OWN}),
        (Matter("201009", "general_public"), set()),
        (Matter(UNIT, "social_insurance_funds"), {OWN, OTHER}),
        (Matter("201009", "social_insurance_funds"), {OTHER}),
        (Matter.of_project(UNIT, "general_public", "ppp"), {OWN, "652825-zw"}),
        (Matter.of_project(UNIT, "general_public", "项目"), {OWN}),
        (Matter(UNIT), {OWN}),
        (Matter("201009"), set()),
    ],
)
def test_a_section_is_in_charge_by_budget_subject_or_unit(matter: Matter, codes: set[str]) -> None:
    debts = {"section": "652825-zw", "section_name": "债务中心", "units": [], "subjects": ["ppp"]}
    idle = {"section": "652825-bg", "section_name": "办公室", "units": []}
    acts = section(), section(**{**SOCIAL, "acts_as": []}), section(**debts), section(**idle)
    held = under(nobody(), *acts)
    assert in_charge(matter, held.in_force, date(2023, 6, 5)).codes == codes
