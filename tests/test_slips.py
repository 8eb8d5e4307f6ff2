"""A slip inside the program is told as what it is, not as what the caller was prepared for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import projections.explain.rule_citations
from activities.drift import Drift, Examination, Views
from domain.kernel.request import BadRequest, read_request
from domain.rules import BadInput
from projections.boards import drift
from projections.boards.board_file import connect
from projections.boards.drift import BoardDrift, drift_of
from projections.boards.projection import Projection
from projections.explain.rule_citations import RuleCitations
from store.factory import migrate, open_log
from store.packs.pack_texts import PackTexts
from store.port import ContentMissing
from store.settings import sqlite_url

SLIP = "a slip"


class Log:
    """Gives no content, for a reason."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    def content(self, sha256: str) -> bytes:
        if self._error:
            raise self._error
        return sha256.encode()


def slipping(error: Exception) -> Any:
    def slip(*_: Any, **__: Any) -> Any:
        raise error

    return slip


BASIS = {
    "rule": "grade.bands",
    "on": "2024-06-05",
    "input": {},
    "outcome": None,
    "reason": None,
    "clauses": [],
    "rulings": [{"ambiguity": "AMB-02", "status": "read", "ruling": None}],
    "pack": {"id": "652825", "sha256": "0" * 64},
    "sources": [{"id": "652825", "sha256": "0" * 64}],
}


def test_a_text_that_is_not_kept_gives_no_quotes_and_a_slip_comes_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing: Any = Log(ContentMissing("0" * 64))
    assert RuleCitations(missing).of(BASIS).quotes == ()

    failing: Any = Log(KeyError(SLIP))
    with pytest.raises(KeyError, match=SLIP):
        RuleCitations(failing).of(BASIS)

    kept: Any = Log()
    monkeypatch.setattr(projections.explain.rule_citations, "parse_pack", slipping(KeyError(SLIP)))
    with pytest.raises(KeyError, match=SLIP):
        RuleCitations(kept).of(BASIS)


def test_a_text_that_is_not_kept_is_not_adopted_and_a_slip_comes_through() -> None:
    adopted = {"652825": "0" * 64}
    missing: Any = Log(ContentMissing("0" * 64))
    with pytest.raises(BadInput, match="no text is kept"):
        PackTexts(missing, "652825", {}).check(adopted, "652825", "1")

    failing: Any = Log(KeyError(SLIP))
    with pytest.raises(KeyError, match=SLIP):
        PackTexts(failing, "652825", {}).check(adopted, "652825", "1")


class Slipping(Views):
    """Views of which none can be made."""

    def __init__(self) -> None:
        self.views = {}

    def of(self, stream: str) -> Any:
        raise ValueError(f"{SLIP} about {stream}")


async def test_a_stream_of_nobody_is_found_and_a_slip_comes_through() -> None:
    nothing: Any = None
    examination = Examination(nothing, nothing, Slipping())

    found = await examination.look("no subject")
    assert found is not None
    assert found.drift is Drift.WORKFLOW_OF_NOBODY

    with pytest.raises(ValueError, match=SLIP):
        await examination.look("652825/2023/P001")


def test_boards_that_do_not_say_where_they_stand_are_damaged_and_a_slip_comes_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, path = sqlite_url(tmp_path / "log.db"), tmp_path / "boards.db"
    migrate(url)
    with closing(open_log(url)) as log:
        with closing(Projection(log, path)) as made:
            made.catch_up()
        assert drift_of(log, path) is None

        with closing(connect(path)) as boards, boards:
            boards.execute("DELETE FROM built")
        found = drift_of(log, path)
        assert found is not None
        assert found.drift is BoardDrift.DAMAGED

        monkeypatch.setattr(drift, "reading", slipping(TypeError(SLIP)))
        with pytest.raises(TypeError, match=SLIP):
            drift_of(log, path)


@pytest.mark.parametrize(
    ("given", "said"), [(None, "a text"), (" ", "a text"), ("a ", "white space"), ("a", "no UUID")]
)
def test_a_command_id_that_is_none_is_refused_by_its_field(given: Any, said: str) -> None:
    with pytest.raises(BadRequest, match=said) as refused:
        read_request({"command_id": given})
    assert refused.value.field == "command_id"
