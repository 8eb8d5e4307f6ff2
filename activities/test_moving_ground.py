"""What is in force changes beside a worker that keeps it: before its act, and in the middle of it.

(docs/decisions/0503-what-an-act-rests-on-is-compared-in-its-transaction.md)
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from typing import Any, cast
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.request import Request
from domain.kernel.serialization.envelope import Sealed
from domain.kernel.subject_ids import packs
from store import open_log, time_budget
from store.packs.packaged_packs import packaged_texts
from store.port import CommandRow, EventLog, StoreUnavailable, VersionConflict, Versions
from testkit.builders.bureau import COUNTY, FINANCE, P001, morning

SPAWN = multiprocessing.get_context("spawn")
AT = morning(date(2023, 1, 10))
ADOPTED = dict(packaged_texts())[f"{COUNTY}.yaml"]
NEWER = ADOPTED + "# 修订\n".encode()


def adopt_newer(url: str) -> None:
    """Adopt the newer text in a process of its own."""
    with closing(open_log(url)) as log:
        fields = {"pack": COUNTY, "sha256": log.put_content(NEWER), "pack_version": "1"}
        request = Request(uuid4(), packs(COUNTY), "pack.adopt", FINANCE, fields)
        settled = CommandHandler(log).submit(request, AT)
        assert settled.outcome["status"] == "accepted", settled.outcome


def cited(log: EventLog) -> set[str]:
    """The county's packs that the project's newest event rests on."""
    return {basis["pack"]["sha256"] for basis in log.read(P001)[-1].basis}


def sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def admit() -> Request:
    return Request(uuid4(), P001, "library.admit", FINANCE, {})


class Interrupted:
    """A log before whose first append something else happens."""

    def __init__(self, log: EventLog, first: Callable[[], None]) -> None:
        self._log = log
        self._first = [first]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, row: CommandRow, events: Sequence[Sealed], expected: Versions) -> CommandRow:
        while self._first:
            self._first.pop()()
        return self._log.append(row, events, expected)


def test_a_pack_that_nobody_changed_is_what_an_act_rests_on(log: EventLog) -> None:
    worker = CommandHandler(log)
    worker.view(P001)
    worker.submit(admit(), AT)
    assert cited(log) == {sha256(ADOPTED)}


def test_a_pack_that_another_process_adopted_is_what_the_next_act_rests_on(
    log: EventLog, url: str
) -> None:
    # given: a worker that knows what was in force
    worker = CommandHandler(log)
    worker.view(P001)
    # when
    other = SPAWN.Process(target=adopt_newer, args=(url,), daemon=True)
    other.start()
    other.join(timeout=60)
    settled = worker.submit(admit(), AT)
    # then
    assert (other.exitcode, settled.outcome["status"]) == (0, "accepted")
    assert cited(log) == {sha256(NEWER)}
    assert settled.view.version == len(log.read(P001)) == 2


def test_a_pack_that_is_adopted_between_deciding_and_appending_is_noticed(
    log: EventLog, url: str
) -> None:
    # given
    def adopted_elsewhere() -> None:
        other = SPAWN.Process(target=adopt_newer, args=(url,), daemon=True)
        other.start()
        other.join(timeout=60)

    worker = CommandHandler(cast("EventLog", Interrupted(log, adopted_elsewhere)))
    # when
    settled = worker.submit(admit(), AT)
    # then: it was decided anew, once
    assert settled.outcome["status"] == "accepted"
    assert cited(log) == {sha256(NEWER)}
    assert len(log.commands(P001)) == len(log.read(P001)) == 2


def test_a_refusal_is_decided_anew_as_well(log: EventLog) -> None:
    # given: a worker that refuses a second admission while the project is withdrawn
    CommandHandler(log).submit(admit(), AT)

    def withdrawn() -> None:
        fields = {"reason": "取消"}
        CommandHandler(log).submit(Request(uuid4(), P001, "project.withdraw", FINANCE, fields), AT)

    worker = CommandHandler(cast("EventLog", Interrupted(log, withdrawn)))
    worker.view(P001)
    # when
    settled = worker.submit(admit(), AT)
    # then
    assert settled.outcome["status"] == "refused"
    assert settled.outcome["code"] != "duplicate"
    assert settled.view.phase == "withdrawn"


class Contested:
    """A log in which every append loses against another, which takes a second."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def append(self, row: CommandRow, events: Sequence[Sealed], expected: Versions) -> CommandRow:
        self.seconds += 1
        raise VersionConflict(f"{row.stream}: {len(events)} events on {dict(expected)}")


@pytest.mark.parametrize(("budget", "tries"), [(0.5, 1), (3.5, 4), (19.5, 20), (60.0, 20)])
def test_conflicts_are_decided_anew_while_there_is_time(
    log: EventLog, monkeypatch: pytest.MonkeyPatch, budget: float, tries: int
) -> None:
    # given
    contested = Contested(log)
    monkeypatch.setattr(time_budget, "monotonic", lambda: contested.seconds)
    # when
    with time_budget.time_budget(budget), pytest.raises(StoreUnavailable):
        CommandHandler(cast("EventLog", contested)).submit(admit(), AT)
    # then
    assert contested.seconds == tries
    assert len(log.commands(P001)) == 1
