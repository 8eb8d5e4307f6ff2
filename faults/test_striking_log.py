"""The log that strikes: at the moment that is ordered, once, and it notes what others saw."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest

from faults.orders import Moment, Order, Orders, Struck
from faults.striking_log import StrikingLog
from store import migrate, open_log, sqlite_url
from store.port import StoreUnavailable
from tests.decided_year import DecidedYear
from tests.engine import tiny

OPENED = date(2023, 1, 4)


@pytest.fixture
def victim() -> Iterator[subprocess.Popen[bytes]]:
    """A process that would never end."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.fixture
def year(tmp_path: Path) -> Iterator[DecidedYear]:
    """The tiny year on a log that strikes."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        striking = StrikingLog(log, tmp_path, tmp_path / "log.db")
        yield DecidedYear(striking, tiny.COUNTY, tiny.YEAR, tiny.files(tmp_path))


def struck(orders: Orders, name: str) -> Struck:
    found = orders.struck(name)
    assert found is not None
    return found


@pytest.mark.parametrize("moment", list(Moment))
def test_given_an_order_when_its_act_is_appended_then_it_strikes_at_its_moment(
    year: DecidedYear, tmp_path: Path, victim: subprocess.Popen[bytes], moment: Moment
) -> None:
    # given
    orders, act = Orders(tmp_path), year.files.acts[2].request
    orders.tell_pid("client", victim.pid)
    orders.lay(Order("it", moment, ("client",), command_id=str(act.command_id)))
    # when
    year.run(OPENED)
    # then
    note = struck(orders, "it")
    assert (note.command_id, note.command) == (str(act.command_id), "pack.adopt")
    assert note.stored is (moment is Moment.AFTER)
    assert victim.wait(10) == -signal.SIGKILL
    assert list(orders.laid()) == []
    assert year.log.command(act.command_id) is not None, "who was not killed goes on"


@pytest.mark.parametrize(("number", "strikes"), [(1, True), (4, True), (5, False)])
def test_given_an_order_for_the_nth_act_of_a_name_then_it_strikes_there(
    year: DecidedYear, tmp_path: Path, number: int, strikes: bool
) -> None:
    orders = Orders(tmp_path)
    orders.lay(Order("it", Moment.AFTER, command="pack.adopt", number=number))
    year.run(OPENED)
    assert (orders.struck("it") is not None) is strikes
    if strikes:
        note, act = struck(orders, "it"), year.files.acts[number - 1].request
        assert note.command_id == str(act.command_id)


def test_given_an_order_for_a_step_then_no_act_of_a_person_or_with_a_cause_fits(
    year: DecidedYear, tmp_path: Path
) -> None:
    orders = Orders(tmp_path)
    orders.lay(Order("it", Moment.BEFORE, step=True))
    year.run(tiny.UNTIL)
    assert struck(orders, "it").command == "subjects.record-refresh"


def test_given_no_more_pages_then_so_many_writes_are_refused_and_then_there_is_room(
    year: DecidedYear, tmp_path: Path
) -> None:
    # given
    year.run(OPENED)
    orders, refused = Orders(tmp_path), 3
    acts = [line.request for line in year.files.acts if line.request.command == "target.file"]
    orders.lay(Order("full", Moment.BEFORE, command_id=str(acts[0].command_id), refuse=refused))
    # when
    times = 0
    while len(notes(tmp_path)) < refused:
        times += 1
        assert times < 20
        with suppress(StoreUnavailable):
            year.run(tiny.UNTIL)
    # then
    assert len(notes(tmp_path)) == refused
    assert all('"order": "full"' in note and "is full" in note for note in notes(tmp_path))
    year.run(tiny.UNTIL)
    assert len(notes(tmp_path)) == refused
    assert all(year.log.command(act.command_id) is not None for act in acts)


def notes(folder: Path) -> list[str]:
    file = folder / "refused.jsonl"
    return file.read_text().splitlines() if file.exists() else []


def test_given_an_order_that_is_withdrawn_then_nobody_can_take_it(tmp_path: Path) -> None:
    orders = Orders(tmp_path)
    orders.lay(Order("it", Moment.AFTER, command="year.open"))
    assert orders.withdraw("it")
    assert not orders.withdraw("it")
    assert orders.struck("it") is None
