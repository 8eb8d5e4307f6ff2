"""Behaviour taken away is noticed by the tests that the clauses name; each commit tries ten."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest
from pydantic import ValidationError

from domain.kernel.subject_ids import SubjectKind
from domain.rules.engine.registry import RULES
from domain.shared.catalogue.entries import Stage
from domain.subjects.registry import CATALOGUES
from tests.coverage.__main__ import unnoticed
from tests.coverage.collected import ROOT, environment
from tests.coverage.mutation import Mutation, UnanchoredError, mutations
from tests.coverage.names import asked, decides
from tests.coverage.states import states
from tests.coverage.trial import Trial

AT_ONCE = 10
TEST = "domain/test_a.py::test_b"
UNBOUND = {
    "grade.labels",
    "budget.livelihood_share",
    "target.indicator_standards",
    "self_evaluation.scope",
    "monitoring.scope",
}
"""Rules that no act asks, or whose answer changes nothing: no clause counts as enforced by them."""


def mutation(**fields: object) -> Mutation:
    given = {"silent": "exante.gate", "tests": [TEST]} | fields
    return Mutation.model_validate({name: one for name, one in given.items() if one is not None})


def of_this_commit() -> list[str]:
    """Ten mutations, drawn by the commit's hash; by a fixed seed outside git."""
    told = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    seed = told.stdout.strip() if told.returncode == 0 else "no commit"
    return Random(seed).sample(sorted(mutations()), AT_ONCE)  # noqa: S311 - no secret


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the project's folder."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_ten_mutations_of_this_commit_are_noticed() -> None:
    ran = run("-m", "tests.coverage", *of_this_commit())
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", mutations())
def test_a_mutation_names_what_is_there(name: str) -> None:
    mutations()[name].prepared()


def test_every_test_of_a_clause_notices_that_its_behaviour_is_taken_away() -> None:
    noticing: dict[str, set[str]] = {}
    for one in mutations().values():
        for clause in one.clauses:
            noticing.setdefault(clause, set()).update(one.tests)
    bound = {clause: one for clause, one in states().clauses.items() if one.bound}
    left = {clause: set(one.tests) - noticing.get(clause, set()) for clause, one in bound.items()}
    assert {clause: sorted(tests) for clause, tests in left.items() if tests} == {}
    assert sorted(noticing.keys() - bound.keys()) == []


def guarded(kind: SubjectKind) -> dict[str, tuple[set[str], set[str]]]:
    """The guarded acts of monitoring and of the use of results: their policies and modules."""
    acts = CATALOGUES.by_kind[kind].acts
    return {
        act.name: found
        for stage in (Stage.MONITORING, Stage.RESULTS)
        for act in acts.get(stage, ())
        if (found := _guards(act.name))[0]
    }


def _guards(act: str) -> tuple[set[str], set[str]]:
    names, modules = set[str](), set[str]()
    for decide in decides(act):
        inner = getattr(decide, "func", decide)
        for policy in vars(inner).get("policies", ()):
            names.add(policy.__name__)
            modules.add(f"{policy.__module__}:{policy.__name__}")
    return names, modules


@pytest.mark.parametrize("kind", [SubjectKind.PROJECT_YEAR, SubjectKind.UNIT_YEAR])
def test_every_guarded_act_of_monitoring_and_results_is_once_left_unguarded(
    kind: SubjectKind,
) -> None:
    opened = {(one.open.act, one.open.name) for one in mutations().values() if one.open}
    emptied = {one.gives for one in mutations().values() if one.gives}
    left = [
        act
        for act, (names, modules) in guarded(kind).items()
        if not modules & emptied and not any((act, name) in opened for name in names)
    ]
    assert left == []


def test_every_rule_that_binds_an_act_is_silenced() -> None:
    silenced = {one.silent for one in mutations().values() if one.silent}
    assert silenced == set(RULES) - UNBOUND
    assert {rule for _, rule in asked()} >= silenced


def test_a_mutation_takes_one_thing_away() -> None:
    for fields in ({"gives": "a.b:c"}, {"silent": None}):
        with pytest.raises(ValidationError, match="exactly one"):
            mutation(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"silent": "exante.gates"},
        {"silent": None, "open": {"act": "budget.approve", "name": "no_such_policy"}},
        {"silent": None, "open": {"act": "no.such-act", "name": "no_target_waits"}},
        {"silent": None, "gives": "domain.rules.families.final_grade:no_such_function"},
        {"silent": None, "gives": "domain.rules.families.final_grade:RULES"},
    ],
)
def test_a_mutation_whose_anchor_is_gone_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(UnanchoredError):
        mutation(**fields).take_away()


@pytest.mark.parametrize(
    ("trial", "breaks", "left"),
    [
        (Trial(failed=frozenset({TEST})), False, []),
        (Trial(failed=frozenset({f"{TEST}[1]"}), passed=frozenset({f"{TEST}[2]"})), False, []),
        (Trial(passed=frozenset({TEST})), False, [f"passes: {TEST}"]),
        (Trial(broken=frozenset({TEST})), False, [f"breaks off: {TEST}"]),
        (Trial(broken=frozenset({TEST})), True, []),
        (Trial(passed=frozenset({TEST})), True, [f"passes: {TEST}"]),
        (Trial(), False, [f"did not run: {TEST}"]),
        (Trial(fault="no such file", failed=frozenset({TEST})), False, ["no such file"]),
    ],
)
def test_a_mutation_is_noticed_where_each_test_fails(
    trial: Trial, left: list[str], *, breaks: bool
) -> None:
    assert unnoticed(mutation(breaks=breaks), trial) == left


def test_a_mutation_that_nobody_notices_ends_with_a_failure() -> None:
    script = (
        "from tests.coverage import __main__ as run\n"
        "from tests.coverage.mutation import Mutation\n"
        "silent = Mutation(silent='third_party.rating', tests=(\n"
        "    'domain/kernel/test_refusals.py::"
        "test_what_waits_for_no_review_names_no_filer_that_may_be_another',))\n"
        "run.mutations = lambda: {'made-up': silent}\n"
        "raise SystemExit(run.main(['made-up']))\n"
    )
    ran = run("-c", script)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "SURVIVES" in ran.stdout
    assert "0 of 1 mutations noticed" in ran.stdout
