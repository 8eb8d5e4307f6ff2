"""A selection and a draw of a real year are taken back from the projects that they reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from domain.kernel.request import Request, read_request
from domain.kernel.vocabulary import SHANGHAI
from projections.boards.selections import selections
from projections.what_if.hypothetical_rules import HypotheticalRules
from store import sqlite_url
from tests.bad_year import recorded
from tests.decided_year import DecidedYear, decided_year
from tests.replayed import replayed

YEAR, COUNTY = "653129/2026", "653129"
SELECTION = "key-evaluation.select:H14+H01+H13+2"
SELECTED = ("H14", "H01", "H13", "H02", "H05")
FINANCE = {"id": "fin-06", "organisation": "finance", "role": "finance"}
AT = datetime(2026, 5, 14, 10, tzinfo=SHANGHAI)


@pytest.fixture
def year(tmp_path: Path) -> Iterator[DecidedYear]:
    """The year up to the selection of five projects, of which none is commissioned yet."""
    decided = decided_year("653129-2026", sqlite_url(tmp_path / "log.db"), date(2026, 5, 12))
    with closing(decided.log):
        yield decided


def asked(command: str, subject: str = YEAR, **fields: Any) -> Request:
    given = {"actor": FINANCE, "command": command, "subject": subject, "fields": fields}
    return read_request({**given, "command_id": str(uuid4())})


def take(year: DecidedYear, request: Request, days: int = 0) -> Any:
    """Take an act on 14 May or days after it, with what it reaches."""
    at = AT.replace(day=AT.day + days)
    year.advance(request.subject, at)
    outcome = year.take(request, at)
    year.advance(request.subject, at)
    return outcome


def project(code: str) -> str:
    return f"{COUNTY}/2025/{code}"


def selected(year: DecidedYear) -> set[str]:
    """The projects that know that they are selected."""
    known = (year.deciding.view(project(code)).waiting_for for code in SELECTED)
    return {
        code
        for code, waits in zip(SELECTED, known, strict=True)
        if any("key-evaluation" in wait for wait in waits)
    }


def test_a_selection_is_withdrawn_and_its_projects_wait_for_nothing(year: DecidedYear) -> None:
    assert selected(year) == set(SELECTED)
    gone = take(year, asked("act.withdraw", act=SELECTION, reason="误选"))
    assert gone["status"] == "accepted", gone
    assert selected(year) == set()
    (board,) = (one for one in selections(year.log, COUNTY, 2025) if one.what == "key-evaluation")
    assert (board.state, board.selected) == ("planned", ())


def test_a_commissioned_project_is_named_and_decided_on(year: DecidedYear) -> None:
    commission = {"institution": "TP-02", "procured": True, "procurement_reference": "采1号"}
    done = take(year, asked("key-evaluation.commission", project("H01"), **commission))
    assert done["status"] == "accepted", done
    refused = take(year, asked("act.withdraw", act=SELECTION, reason="误选"), 1)
    assert "项目 H01 的委托第三方机构评价" in refused["zh"]
    follows = [{"of": "key-evaluation.commission:H01", "becomes": "cancelled"}]
    fields = {"act": SELECTION, "reason": "误选", "follows": follows}
    assert take(year, asked("act.correct", **fields), 1)["status"] == "accepted"
    assert selected(year) == set()


def test_a_project_that_was_commissioned_meanwhile_is_reached_later(year: DecidedYear) -> None:
    # given a withdrawal that has not reached its projects
    year.advance(YEAR, AT)
    assert (
        year.take(asked("act.withdraw", act=SELECTION, reason="误选"), AT)["status"] == "accepted"
    )
    commission = {"institution": "TP-02", "procured": True, "procurement_reference": "采1号"}
    request = asked("key-evaluation.commission", project("H01"), **commission)
    assert take(year, request)["status"] == "accepted"
    # when it reaches them
    year.advance(YEAR, AT)
    # then the one keeps its evaluation, until the bureau withdraws the commission
    assert selected(year) == {"H01"}
    undone = asked("act.withdraw", project("H01"), act="key-evaluation.commission", reason="误选")
    assert take(year, undone)["status"] == "accepted"
    year.advance(YEAR, AT.replace(day=AT.day + 1))
    assert selected(year) == set()


def test_a_replay_under_the_same_rules_changes_nothing(year: DecidedYear, tmp_path: Path) -> None:
    take(year, asked("act.withdraw", act=SELECTION, reason="误选"))
    told = replayed(tmp_path / "log.db", "653129-2026", HypotheticalRules())
    assert not told.changes
    assert any(one.event.name == "act.withdrawn" for one in recorded(year.log))
