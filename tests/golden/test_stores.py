"""Every golden store is opened by today's program once it is migrated, and goes on."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.request import Request
from domain.kernel.vocabulary import Role
from domain.shared.rectification.reviewing import FindUnmet
from domain.subjects.project_year.results.grades import FinaliseGrade
from domain.subjects.project_year.targets.target import ApproveTarget
from projections.what_if.hypothetical_rules import HypotheticalRules
from store import migrate, open_log
from store.backups.backup import back_up, restore
from store.integrity_check import unsound
from store.migrations import migrator
from store.port import EventLog, StoreNotMigrated
from testkit.builders import project_evaluation as evaluation
from testkit.builders import project_year as preparation
from tests.golden.store_files import STORES, expectation_of, folded, store_of, unpacked, write
from tests.replayed import replayed
from tests.small_log import BUREAU, COUNTY, P1, P2, act, at

VERSIONS = [int(path.name.split("-")[1].split(".")[0]) for path in STORES.glob("tables-*.db.gz")]
SHA256 = {
    1: "2353097a0dfede07acba76c4b0ea02ea851dd8ceaa06437381b166878dfaeead",
    2: "04d655c212cd09750c416792c322bd025d9ad025be3d30451d52ad15ee2cefe3",
    3: "7feef14a18fd4aed9e232d03d5dd171abc4092de1f3cceb04c65190adad00c1b",
    4: "4df23565a25af8319bb5272f439f5ec3f0dd17cc6ecf74dd9d74e3a2015b7c8d",
    5: "cfd0dfb81d18c8a9a1c6048a6b27b812caa60f9342f9b19158440f475cf478da",
}
"""The sha256 of each golden store: one that was written is never changed."""


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture
def url(version: int, tmp_path: Path) -> str:
    return unpacked(version, tmp_path / "log.db")


def test_there_is_a_golden_store_of_each_version() -> None:
    assert sorted(VERSIONS) == list(range(1, len(migrator.STEPS) + 1)), (
        "write the one of the new version: python -m tests.golden.store_files"
    )


def test_a_golden_store_is_never_changed(version: int) -> None:
    assert hashlib.sha256(store_of(version).read_bytes()).hexdigest() == SHA256[version]
    with pytest.raises(FileExistsError):
        write()


def test_an_older_store_is_refused_until_it_is_migrated_and_then_folds_to_the_same(
    version: int, url: str
) -> None:
    # given
    if version < len(migrator.STEPS):
        with pytest.raises(StoreNotMigrated, match="run `jixiao migrate`"):
            open_log(url)
    # when
    report = migrate(url)
    # then
    assert (report.before, report.after) == (version, len(migrator.STEPS))
    with closing(open_log(url)) as log:
        assert folded(log) == json.loads(expectation_of(version).read_text("utf-8"))
        assert unsound(url, log) == []


def test_a_migrated_store_takes_the_next_act_and_answers_the_old_ones(url: str) -> None:
    migrate(url)
    with closing(open_log(url)) as log:
        deciding, admitted = CommandHandler(log), act(P2, "library.admit")
        (added,) = log.commands(P2)
        settled = deciding.submit(admitted, at("2023-01-14"))
        assert (settled.outcome["status"], settled.view.version) == ("accepted", 2)
        assert log.command(added.command_id) == added


def test_a_backup_of_an_older_store_is_restored_in_todays_tables(
    version: int, url: str, tmp_path: Path
) -> None:
    migrate(url)
    back_up(url, tmp_path / "one.backup", {}, lambda _done, _of: None)
    restore(tmp_path / "one.backup", tmp_path / "restored", lambda _done, _of: None)
    with closing(open_log(f"sqlite://{tmp_path / 'restored' / 'log.db'}")) as log:
        assert folded(log) == json.loads(expectation_of(version).read_text("utf-8"))


UNIT = Actor("u-1", "U1", Role.UNIT)
CONGRESS = Actor("c-1", COUNTY, Role.CONGRESS)
MAY, AUGUST = preparation.MAY, preparation.AUGUST


def failing(node: date, by: str) -> tuple[Command, Command]:
    """A result that fails its review, with a notice of rectification until a day."""
    low = preparation.result("100000", "90", node)
    return low, preparation.reviewed("50", node=node, rectify_by=date.fromisoformat(by))


FOUND = [FindUnmet(node=node, reason="未整改") for node in (MAY, AUGUST)]
LIFE: list[tuple[str, Command, str]] = [
    ("2023-01-20", preparation.target(), "accepted"),
    ("2023-01-25", ApproveTarget(), "accepted"),
    ("2023-02-20", preparation.BUDGET, "accepted"),
    *(("2023-06-05", one, "accepted") for one in failing(MAY, "2023-06-30")),
    *(("2023-09-05", one, "accepted") for one in failing(AUGUST, "2023-09-30")),
    ("2024-02-10", evaluation.self_evaluation(), "accepted"),
    ("2024-03-01", evaluation.REVIEWED, "accepted"),
    ("2024-03-05", FinaliseGrade(), "refused"),
    *(("2024-03-06", one, "accepted") for one in FOUND),
    ("2024-03-07", FinaliseGrade(), "accepted"),
    ("2024-03-10", evaluation.PROPOSED, "accepted"),
    ("2024-03-12", evaluation.APPLIED, "accepted"),
]
"""The rest of a project's life, from the library on, and what becomes of each act."""


def lived_on(log: EventLog) -> None:
    """The project in the library lives to its end, each of its own steps in its time."""
    deciding = CommandHandler(log)
    for day, command, status in LIFE:
        while (step := deciding.view(P1).next_step) and step.planned <= at(day):
            deciding.take_step(P1, step, step.planned)
        who = {Role.UNIT: UNIT, Role.CONGRESS: CONGRESS}
        actor = next((who[role] for role in command.who if role in who), BUREAU)
        fields = command.model_dump(mode="json", exclude_none=True)
        request = Request(uuid4(), P1, command.name, actor, fields)
        outcome = deciding.submit(request, at(day)).outcome
        assert outcome["status"] == status, (command, outcome)


def test_a_half_lived_year_lives_to_its_end_and_a_replay_changes_nothing(
    version: int, url: str, tmp_path: Path
) -> None:
    migrate(url)
    with closing(open_log(url)) as log:
        lived_on(log)
        assert unsound(url, log) == []
        versions = {row.act["command"]: row.act.get("version", 1) for row in log.commands(P1)}
    # then: what an older program took has no version, and what today's took has the newest
    assert (versions["library.admit"], versions["grade.finalise"]) == (1, 2)
    for year in (2023, 2024):
        told = replayed(tmp_path / "log.db", f"{COUNTY}-{year}", HypotheticalRules())
        assert (told.changes, told.stricter, told.rests) == ((), (), 0), version
        assert told.decided > 0
