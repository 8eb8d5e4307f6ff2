"""Each act of the bureau is undone, or the reason why not is written and tells the way on."""

from __future__ import annotations

import re

import pytest

from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind
from domain.shared.filings.correction import Correct
from domain.shared.filings.undoable import WithdrawAct
from domain.shared.filings.undoing_ways import FILER, why_not
from domain.subjects.jurisdiction_year.undoing_selections import ON_PROJECTS
from domain.subjects.registry import CATALOGUES, DECIDERS
from tests.undoing_of import UNDOING, acts_of, undone

KINDS = pytest.mark.parametrize("kind", SubjectKind)
ACTS = [(kind, command.name) for kind in SubjectKind for command in acts_of(kind)]
_NAMED = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*|\b(?:extend|delegate)\b")


@pytest.mark.parametrize(("kind", "act"), ACTS, ids=[f"{kind}:{act}" for kind, act in ACTS])
def test_each_act_of_the_bureau_is_undone_or_says_why_not(kind: SubjectKind, act: str) -> None:
    found = undone(kind, act)
    assert found.by or found.instead, (
        f"{act} on a {kind}: undone how? (its undoing.py, or `instead` in its catalogue)"
    )


@KINDS
def test_the_kinds_whose_acts_are_undone_take_the_acts_that_undo(kind: SubjectKind) -> None:
    assert (kind in UNDOING) == (WithdrawAct in DECIDERS[kind].COMMANDS)


@KINDS
def test_no_way_on_is_left_of_an_act_that_is_undone(kind: SubjectKind) -> None:
    acts = {act for one, act in ACTS if one is kind}
    for name in CATALOGUES.by_kind[kind].instead():
        assert name in acts
        assert not undone(kind, name).by


WAYS = {name: one.instead for name, one in CATALOGUES.acts.items() if one.instead}


@pytest.mark.parametrize("act", WAYS)
def test_a_way_on_names_acts_that_there_are(act: str) -> None:
    zh, en = WAYS[act]
    assert not zh.isascii()
    assert act in Command.by_name
    named = {*_NAMED.findall(zh), *_NAMED.findall(en)}
    assert named <= set(Command.by_name)


@pytest.mark.parametrize(("kind", "act"), [(kind, act) for kind, act in ACTS if kind in UNDOING])
def test_the_refusal_tells_the_way_on(kind: SubjectKind, act: str) -> None:
    instead = undone(kind, act).instead
    if instead is not None:
        zh, en = why_not(act, CATALOGUES.named(act), UNDOING[kind].instead)
        assert instead[0] in zh
        assert instead[1] in en


@KINDS
def test_a_filing_is_taken_back_by_its_filer_where_its_subject_takes_that(
    kind: SubjectKind,
) -> None:
    by_filer = [act for one, act in ACTS if one is kind and undone(kind, act).instead == FILER]
    assert not by_filer or Correct in DECIDERS[kind].COMMANDS, by_filer


@KINDS
def test_an_act_that_undoes_is_of_a_command_of_its_subject(kind: SubjectKind) -> None:
    acts = set(UNDOING[kind].acts) if kind in UNDOING else set()
    assert acts <= {command.name for command in DECIDERS[kind].COMMANDS}


@KINDS
def test_a_correction_takes_the_act_that_it_corrects(kind: SubjectKind) -> None:
    for name, one in (UNDOING[kind].acts if kind in UNDOING else {}).items():
        assert one.again is None or one.again[0].name == name


def test_the_acts_on_projects_have_the_titles_of_their_catalogue() -> None:
    for name, title in ON_PROJECTS.items():
        assert CATALOGUES.acts[name].title == title
