"""A cause is followed across subjects: from the draw to the finding, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from typer.testing import CliRunner

from console.cli.command_list import whole
from domain.kernel.subject_ids import packs
from domain.subjects.jurisdiction_year.authenticity_draw import Drawn
from domain.subjects.project_year.evaluation.authenticity import FindingRecorded, MarkedDrawn
from projections.explain.causation import read_leaves, trace
from store import migrate, open_log, sqlite_url
from tests.test_examples import YEAR, year
from tests.test_figures import commands_of


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of the draw, the projects that it took and what was found in them."""
    found = tmp_path_factory.mktemp("data")
    url = sqlite_url(found / "log.db")
    migrate(url)
    (draw,) = year().of(Drawn)
    streams = {YEAR, packs("652825"), *(f"652825/2022/{code}" for code in draw.event.drawn)}
    log = open_log(url)
    for row, sealed in commands_of(one for one in year().events if one.stream in streams):
        log.append(row, sealed)
    log.close()
    return found


def test_a_trace_is_none_for_an_event_that_nobody_knows(directory: Path) -> None:
    log = open_log(sqlite_url(directory / "log.db"))
    assert trace(read_leaves(log), UUID(int=7)) is None
    log.close()


def shown(directory: Path, subject: str, event: UUID, *more: str) -> Any:
    runner = CliRunner()
    options = ["--trace", str(event), "--data", str(directory), *more]
    return runner.invoke(whole(), ["history", subject, *options])


def test_a_finding_is_traced_to_its_draw_and_the_draw_to_its_findings(directory: Path) -> None:
    (draw,) = year().of(Drawn)
    finding = year().of(FindingRecorded)[0]
    back = json.loads(shown(directory, finding.stream, finding.id, "--json").stdout)
    assert [one["name"] for one in back["causes"]] == [
        "authenticity.drawn",
        "authenticity.marked-drawn",
    ]
    assert back["event"]["name"] == "authenticity.finding-recorded"
    forth = json.loads(shown(directory, YEAR, draw.id, "--json").stdout)
    marks = forth["event"]["effects"]
    assert len(marks) == len(draw.event.drawn) == len(year().of(MarkedDrawn))
    assert {effect["name"] for mark in marks for effect in mark["effects"]} == {
        "authenticity.finding-recorded"
    }


def test_the_tree_names_each_subject_once_per_event(directory: Path) -> None:
    finding = year().of(FindingRecorded)[0]
    told = shown(directory, finding.stream, finding.id).stdout
    assert told.index("authenticity.drawn") < told.index("authenticity.finding-recorded")


def test_an_event_of_another_subject_is_refused(directory: Path) -> None:
    finding = year().of(FindingRecorded)[0]
    refused = shown(directory, YEAR, finding.id)
    assert refused.exit_code == 2
