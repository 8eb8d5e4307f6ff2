"""Splitting a mixed log: its real years into one log, its drills into another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import typer
from typer.testing import CliRunner, Result

from activities.command_handler import CommandHandler
from console.cli.commands import split as split_command
from store import clock, migrate, open_log, sqlite_url
from store.factory import open_database, open_outbox
from store.integrity_check import unsound
from store.outbox import Channel, Letter, LetterState
from store.port import EventLog, LogKind, Notification
from store.settings import is_postgres
from store.splitting import split as splitting
from store.splitting.assignment import Entangled
from store.splitting.elsewhere import EVENT, Elsewhere, elsewhere
from store.splitting.split import NoSplit, Split, split
from tests import mixed_log, small_log
from tests.mixed_log import BOTH, EVALUATED, PEOPLE, REAL_PROJECT, REAL_YEAR
from tests.small_log import P1, P2, PACKS, act, at

REAL, SIMULATED = LogKind.REAL, LogKind.SIMULATED

app = typer.Typer()
split_command.register(app)


def quiet(_done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass
class Two:
    """Where the two logs come to be, and what is in a log."""

    folder: Path

    @property
    def places(self) -> dict[LogKind, Path]:
        return {REAL: self.folder / "real", SIMULATED: self.folder / "drills"}

    def url(self, kind: LogKind) -> str:
        return sqlite_url(self.places[kind] / "log.db")


@pytest.fixture
def two(tmp_path: Path) -> Two:
    (tmp_path / "two").mkdir()
    return Two(tmp_path / "two")


@pytest.fixture
def log(url: str) -> Iterator[EventLog]:
    with mixed_log.mixed_log(url) as made:
        yield made


def events_of(log: EventLog) -> list[Notification]:
    return log.notifications(0, 1_000)


def stream_of(one: Notification) -> str:
    found: str = json.loads(one.state)["leaf"]["stream"]
    return found


def everything(log: EventLog) -> tuple[Any, ...]:
    rows = {stream: log.commands(stream) for stream in log.streams("")}
    return log.identity(), events_of(log), rows


def test_given_a_mixed_log_when_split_then_each_log_has_its_own_years_unchanged(
    url: str, log: EventLog, two: Two
) -> None:
    before = everything(log)
    # when
    done = split(url, two.places, quiet)
    # then
    for kind, own in ((REAL, mixed_log.REAL), (SIMULATED, mixed_log.SIMULATED)):
        streams = sorted([*own, *BOTH])
        with closing(open_log(two.url(kind))) as part:
            assert part.streams("") == streams
            assert events_of(part) == [one for one in events_of(log) if stream_of(one) in streams]
            for stream in log.streams(""):
                expected = log.commands(stream) if stream in streams else []
                assert part.commands(stream) == expected
            assert part.identity() == done.parts[kind].identity
            assert part.identity().kind is kind
            assert unsound(two.url(kind), part) == []
        assert done.parts[kind].events == len(
            [s for s in map(stream_of, before[1]) if s in streams]
        )
        assert [one.name for one in two.places[kind].iterdir()] == ["log.db"]
    ids = {one.identity.id for one in done.parts.values()} | {log.identity().id}
    assert len(ids) == 3
    assert list(done.shared) == BOTH
    assert everything(log) == before, "the log itself stays as it is"


def test_given_what_cannot_be_untangled_when_split_then_it_is_said(
    url: str, log: EventLog, two: Two
) -> None:
    done = split(url, two.places, quiet)
    assert done.at_the_other_clock == [
        Entangled(mixed_log.OTHER_PACKS, REAL, 4),
        Entangled(PEOPLE, SIMULATED, 1),
        Entangled(PACKS, REAL, 4),
    ]
    assert done.caused_by_the_other == [Entangled(P1, SIMULATED, 1)]
    assert done.guessed == ()


def test_given_the_two_logs_when_they_go_on_then_each_takes_its_next_act(
    url: str, log: EventLog, two: Two
) -> None:
    split(url, two.places, quiet)
    for kind, stream in ((REAL, REAL_PROJECT), (SIMULATED, P2)):
        with closing(open_log(two.url(kind))) as part:
            last = part.last_position()
            told = CommandHandler(part).submit(act(stream, "library.admit"), at("2023-02-01"))
            assert told.outcome["status"] == "accepted", told.outcome
            assert part.last_position() == last + 1
            newest = part.read(stream)[-1].recorded_at
            assert (newest == at("2023-02-01")) is (kind is SIMULATED)
            assert (abs(clock.now() - newest).total_seconds() < 3600) is (kind is REAL)
            assert unsound(two.url(kind), part) == []


def test_given_the_two_logs_when_asked_then_each_knows_what_is_in_the_other(
    url: str, log: EventLog, two: Two
) -> None:
    split(url, two.places, quiet)
    cause = log.read(REAL_YEAR)[0].id
    for kind, causes in ((REAL, set()), (SIMULATED, {str(cause)})):
        with closing(open_database(two.url(kind))) as database:
            found = elsewhere(database)
            ((one, copy, _),) = database.rows("SELECT id, copy, split_at FROM split_from", ())
        assert (UUID(one), UUID(copy)) == (log.identity().id, log.identity().copy)
        assert found.causes == causes
        with closing(open_log(two.url(kind))) as part:
            positions = [event.position for event in events_of(part)]
        apart = [(a, b) for a, b in pairwise([0, *positions]) if b != a + 1]
        assert apart, "there are gaps"
        assert all(found.explains(EVENT, *one) for one in apart)
        assert len([of for of, _, _ in found.gaps if of == EVENT]) == len(apart)
        # and a row that somebody deletes is no gap that it knows
        assert not found.explains(EVENT, positions[0] - 1, positions[0] + 1)
    with closing(open_database(url)) as database:
        assert elsewhere(database) == Elsewhere()


def test_given_letters_when_split_then_each_goes_with_its_event(
    url: str, log: EventLog, two: Two
) -> None:
    # given two letters of before, one sent, and a log that is written into the outbox to its end
    with closing(open_outbox(url)) as outbox:
        letters = [letter_on(log, stream) for stream in (REAL_YEAR, P1, PACKS)]
        outbox.take_in(letters, log.last_position())
        outbox.settle(letters[0].letter_id, LetterState.SENT)
        kept = {row.letter: row for row in outbox.rows()}
    # when
    done = split(url, two.places, quiet)
    # then
    for kind, own in ((REAL, letters[0]), (SIMULATED, letters[1])):
        with closing(open_outbox(two.url(kind))) as part:
            assert part.rows() == [kept[one] for one in (own, letters[2])]
            assert part.position() == done.parts[kind].last_position, "no later event is missed"


def letter_on(log: EventLog, stream: str) -> Letter:
    event = log.read(stream)[0]
    return Letter(
        event.command_id, event.id, Channel.FILE, "unit", "U1", event.effective_on, "通知", stream
    )


def test_given_a_log_of_one_kind_when_split_then_there_is_nothing_to_do(url: str, two: Two) -> None:
    for clock_of in (None, "real"):
        migrate(url) if clock_of is None else small_log.write(url, clock_of)
        migrate(url)
        with pytest.raises(NoSplit, match="nothing to split"):
            split(url, two.places, quiet)
        assert list(two.folder.iterdir()) == []


def test_given_places_that_will_not_do_when_split_then_nothing_is_made(
    url: str, log: EventLog, two: Two
) -> None:
    (two.folder / "full").mkdir()
    (two.folder / "full" / "file").touch()
    empty = two.folder / "empty"
    for real, simulated, why in (
        (empty, empty, "directories apart"),
        (empty, empty / "below", "directories apart"),
        (empty / "below", empty, "directories apart"),
        (two.folder / "full", empty, "empty directories only"),
        (empty, two.folder / "full" / "file", "empty directories only"),
    ):
        with pytest.raises(NoSplit, match=why):
            split(url, {REAL: real, SIMULATED: simulated}, quiet)
    assert [one.name for one in two.folder.iterdir()] == ["full"]


@pytest.mark.parametrize("kind", [REAL, SIMULATED])
def test_given_a_disk_that_fails_at_the_end_when_split_then_neither_is_made(
    url: str, log: EventLog, two: Two, kind: LogKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = two.places[kind]

    class OnFullDisk(type(Path())):  # type: ignore[misc] # the class of this system's paths
        def replace(self, target: Path) -> Path:
            if target == failing:
                raise OSError(28, "No space left on device", str(target))
            return super().replace(target)

    monkeypatch.setattr(splitting, "Path", OnFullDisk)
    with pytest.raises(OSError, match="No space left"):
        split(url, two.places, quiet)
    assert list(two.folder.iterdir()) == []


def test_given_a_log_that_is_written_meanwhile_when_split_then_neither_is_made(
    url: str, log: EventLog, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasts = iter([20, 21])
    monkeypatch.setattr(splitting.RecordedLog, "last_position", lambda _log: next(lasts))
    with pytest.raises(NoSplit, match="written to meanwhile"):
        split(url, two.places, quiet)
    assert list(two.folder.iterdir()) == []


def test_given_a_damaged_event_when_split_then_the_doctor_is_named(
    url: str, log: EventLog, two: Two
) -> None:
    damage = (
        "UPDATE stored_events SET state = %s WHERE originator_id = %s"
        if is_postgres(url)
        else "UPDATE stored_events SET state = ? WHERE originator_id = ?"
    )
    with closing(open_database(url)) as database:
        database.write(damage, (b"{}", P1))
    with pytest.raises(NoSplit, match="jixiao doctor"):
        split(url, two.places, quiet)
    assert list(two.folder.iterdir()) == []


def run(url: str, two: Two, *words: str) -> Result:
    where = [f"--{kind.value}={place}" for kind, place in two.places.items()]
    return CliRunner().invoke(app, ["--store", url, *where, *words])


def test_given_the_command_when_run_then_it_says_what_went_where_and_once_only(
    url: str, log: EventLog, two: Two
) -> None:
    done = run(url, two)
    assert done.exit_code == 0, done.output
    for said in (
        "年度 years 652825/2024，事项 subjects 6，事件 events 12，命令 commands 12",
        "年度 years 652822/2023、652825/2023，事项 subjects 9，事件 events 17，命令 commands 18",
        "两库均有 in both logs: 3",
        f"{PACKS}: 4 件按演练时间记录的事项也在真实库",
        f"{P1}: 1 件由真实年度引起，在演练库",
        "原库未改动",
    ):
        assert said in done.stdout, said
    again = run(url, two)
    assert (again.exit_code, again.stdout) == (2, "")
    assert len(again.stderr.splitlines()) == 1


def test_given_the_command_when_asked_for_json_then_it_has_all(
    url: str, log: EventLog, two: Two
) -> None:
    told = json.loads(run(url, two, "--json").stdout)
    assert told["real"]["years"] == ["652825/2024"]
    assert told["simulated"]["identity"]["kind"] == "simulated"
    assert told["both"] == BOTH
    assert told["caused_by_the_other"] == [{"stream": P1, "in": "simulated", "events": 1}]


def test_given_a_real_log_ahead_of_the_clock_when_split_then_until_when_it_waits_is_said(
    url: str, two: Two, log: EventLog
) -> None:
    done = split(url, two.places, quiet)
    newest = done.parts[REAL].newest
    assert newest is not None
    assert not [line for line in lines(done) if "此前不受理" in line]
    done.parts[REAL].newest = newest.replace(year=newest.year + 1)
    (line,) = [line for line in lines(done) if "此前不受理" in line]
    assert str(newest.year + 1) in line


def lines(done: Split) -> list[str]:
    from console.cli.render.split_report import lines_of  # noqa: PLC0415

    return [*lines_of(done)]


def test_a_project_that_the_real_year_registered_is_the_real_logs(
    url: str, log: EventLog, two: Two
) -> None:
    split(url, two.places, quiet)
    with closing(open_log(two.url(REAL))) as real, closing(open_log(two.url(SIMULATED))) as drills:
        assert real.versions([EVALUATED, P1]) == {EVALUATED: 1}
        assert drills.versions([EVALUATED, P1]) == {P1: 2}
