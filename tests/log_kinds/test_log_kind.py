"""The kind of a log: settled by its years, else by its first use, once for good."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from activities.command_handler import CommandHandler
from console.cli.command_list import whole
from store import migrate, open_log
from store.factory import settle_kind
from store.kind import OtherKind, require_kind
from store.port import EventLog, LogIdentity, LogKind
from tests import mixed_log, small_log
from tests.small_log import P2, act, at

REAL, SIMULATED, MIXED = LogKind.REAL, LogKind.SIMULATED, LogKind.MIXED


def migrated(url: str) -> LogIdentity:
    migrate(url)
    return settle_kind(url)


@pytest.mark.parametrize("clock", ["real", "simulated"])
def test_given_years_of_one_clock_when_migrated_then_the_kind_is_theirs_for_good(
    url: str, clock: str
) -> None:
    small_log.write(url, clock)
    # when
    found = migrated(url)
    # then
    assert found.kind is LogKind(clock)
    for other in LogKind:
        assert settle_kind(url, other) == found, "it is settled"


def test_given_years_of_both_clocks_when_migrated_then_the_log_is_mixed(url: str) -> None:
    mixed_log.write(url)
    assert migrated(url).kind is MIXED
    assert settle_kind(url, REAL).kind is MIXED


def test_given_no_year_when_migrated_then_the_kind_is_open_until_the_first_use(url: str) -> None:
    assert migrated(url).kind is None
    assert settle_kind(url, SIMULATED).kind is SIMULATED
    assert settle_kind(url, REAL).kind is SIMULATED


def test_an_identity_is_made_once(url: str) -> None:
    first = migrated(url)
    assert migrated(url) == first
    with closing(open_log(url)) as log:
        assert log.identity() == first
    assert first.id != first.copy


@pytest.mark.parametrize(
    ("found", "wanted", "refused"),
    [
        (None, REAL, None),
        (None, SIMULATED, None),
        (REAL, REAL, None),
        (SIMULATED, SIMULATED, None),
        (SIMULATED, REAL, None),
        (REAL, SIMULATED, "no drill runs on it"),
        (MIXED, REAL, "jixiao split"),
        (MIXED, SIMULATED, "jixiao split"),
    ],
)
def test_what_runs_on_a_log_of_a_kind(
    log: EventLog, found: LogKind | None, wanted: LogKind, refused: str | None
) -> None:
    one = log.identity()
    given = LogIdentity(one.id, one.copy, found)
    if refused is None:
        require_kind(given, wanted)
        return
    with pytest.raises(OtherKind, match=refused) as error:
        require_kind(given, wanted)
    assert len(str(error.value).splitlines()) == 1


def test_given_a_mixed_log_when_an_act_is_sent_then_it_is_refused_and_leaves_no_trace(
    url: str,
) -> None:
    with mixed_log.mixed_log(url) as log:
        deciding = CommandHandler(log)
        before = log.last_position(), len(log.commands(P2)), log.versions(log.streams(""))
        # when
        told = deciding.submit(act(P2, "library.admit"), at("2023-01-14"))
        # then
        assert told.outcome["code"] == "log-read-only"
        assert "jixiao split" in told.outcome["zh"]
        assert told.view == deciding.view(P2)
        assert before == (
            log.last_position(),
            len(log.commands(P2)),
            log.versions(log.streams("")),
        )


def test_given_a_mixed_log_when_an_old_act_is_sent_again_then_it_is_answered(url: str) -> None:
    with mixed_log.mixed_log(url) as log:
        (old,) = log.commands(P2)
        told = CommandHandler(log).submit(mixed_log.project(P2), at("2023-01-14"))
        assert told.outcome == old.outcome
        assert told.outcome["status"] == "accepted"


def test_given_a_copied_database_when_it_is_made_another_copy_then_it_is_the_same_log(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_log.write(url)
    monkeypatch.setenv("JIXIAO_STORE", url)
    monkeypatch.setenv("JIXIAO_DATA", str(tmp_path))
    before = migrated(url)
    # when
    done = CliRunner().invoke(whole(), ["migrate", "--another-copy"])
    # then
    assert done.exit_code == 0, done.output
    after = settle_kind(url)
    assert (after.id, after.kind) == (before.id, before.kind)
    assert after.copy != before.copy
    assert str(after.copy) in done.stdout
    assert migrated(url) == after
