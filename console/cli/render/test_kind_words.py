"""What is said of a log's dates before somebody relies on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.cli.render.kind_words import REST, drill_line, receipt_of, rest_line
from store import migrate, open_log, sqlite_url
from store.port import EventLog, LogKind
from testkit.builders import stored_commands

NEWEST = datetime(2026, 10, 28, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=[*LogKind, None])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url, first_use=request.param)
    with closing(open_log(url)) as opened:
        row, events = stored_commands.command()
        opened.append(row._replace(recorded_at=NEWEST), events)
        yield opened


def test_only_a_drills_log_is_said_to_be_one(log: EventLog) -> None:
    line, kind = drill_line(log), log.identity().kind
    if kind is not LogKind.SIMULATED:
        assert (line, receipt_of(kind)) == (None, "")
        return
    assert line is not None
    assert "演练" in line
    assert "2026-10-28" in line
    assert "\n" not in line
    assert receipt_of(kind) == "[演练 drill] "


def test_the_latest_instant_of_a_drill_may_be_that_of_an_earlier_act(log: EventLog) -> None:
    line = drill_line(log, NEWEST + timedelta(days=3))
    assert (line is not None) == (log.identity().kind is LogKind.SIMULATED)
    assert line is None or ("截至 2026-10-31" in line and "up to 2026-10-31" in line)


@pytest.mark.parametrize(
    ("since", "is_said"), [(REST - SECOND, False), (REST, False), (REST + SECOND, True)]
)
def test_a_real_log_whose_newest_act_is_long_ago_is_worth_a_word(
    log: EventLog, since: timedelta, is_said: bool
) -> None:
    line = rest_line(log, NEWEST + since)
    assert (line is not None) == (is_said and log.identity().kind is LogKind.REAL)
    if line is not None:
        assert "2026-10-28" in line
        assert "31 天" in line


def test_an_empty_log_is_of_no_day(tmp_path: Path) -> None:
    for number, kind in enumerate((LogKind.REAL, LogKind.SIMULATED)):
        url = sqlite_url(tmp_path / f"{number}.db")
        migrate(url, first_use=kind)
        with closing(open_log(url)) as log:
            assert rest_line(log, NEWEST) is None
            assert ("截至" in (drill_line(log) or "")) is False
