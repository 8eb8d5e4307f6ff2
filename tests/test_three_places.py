"""A new act touches three places: its module, its entry in the catalogue, its golden files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from console.cli.commands.schema import command_schemas, event_schemas
from console.cli.input.test_line_schema import ENVELOPE
from console.cli.render import board_words as words
from console.cli.render.event_titles import title_of
from console.cli.render.history_highlights import mark_of
from domain.kernel.decider import Actor, InForce
from domain.kernel.request import Request
from domain.kernel.serialization.envelope import topic_of
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.catalogue.entries import ActEntry, Stage
from domain.shared.letters.text import Recipient, letter_of, tells
from domain.shared.letters.types import About
from domain.subjects.registry import SUBJECTS, Registered, catalogues_of, deciders_of
from projections.boards.deadline_history import DeadlineHistory
from projections.boards.deadline_history_events import note
from store import open_log
from store.port import EventLog
from testkit.decider_spec import FakeRules
from tests.golden.files import golden_of, path_of, read_golden
from tests.made_up_subject import catalogue as made_up
from tests.made_up_subject import decider
from tests.made_up_subject.wishes import DUE, FileWish, WishFiled
from tests.name_sources import homes, naming, room_of
from tests.small_log import BUREAU, at, write

KIND = SubjectKind.POLICY
"""The made-up subject stands where policies do: it takes over the shape of their ids."""

STREAM = "652825/policy/W1"
UNIT = Actor("u-1", "201001", Role.UNIT)
SUBJECTS_WITH_WISHES = (
    *(one for one in SUBJECTS if one.kind is not KIND),
    Registered(KIND, decider, made_up.CATALOGUE),
)
DECIDERS, CATALOGUES = deciders_of(SUBJECTS_WITH_WISHES), catalogues_of(SUBJECTS_WITH_WISHES)
GOLDEN = Path(__file__).parent / "made_up_subject" / "golden"
ROLES = GOLDEN / "roles.json"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    url = f"sqlite://{tmp_path / 'log.db'}"
    write(url)
    with closing(open_log(url)) as opened:
        yield opened


def wish(by: Actor = UNIT) -> Request:
    return Request(uuid4(), STREAM, FileWish.name, by, {"wish": "合成心愿"})


def test_the_act_is_decided_stored_and_read_back(log: EventLog) -> None:
    # when
    settled = CommandHandler(log, deciders=DECIDERS).submit(wish(), at("2023-02-10"))
    # then
    assert (settled.outcome["status"], settled.view.phase) == ("accepted", "fulfilled")
    (recorded,) = log.read(STREAM)
    assert recorded.event == WishFiled(wish="合成心愿", due=DUE)
    assert CommandHandler(log, deciders=DECIDERS).view(STREAM) == settled.view


def test_the_act_is_no_act_of_the_subjects_that_are_registered_without_it(log: EventLog) -> None:
    settled = CommandHandler(log).submit(wish(), at("2023-02-10"))
    assert (settled.outcome["code"], settled.outcome["field"]) == ("unknown-act", "command")


def test_another_role_is_refused(log: EventLog) -> None:
    settled = CommandHandler(log, deciders=DECIDERS).submit(wish(BUREAU), at("2023-02-10"))
    assert settled.outcome["code"] == "wrong-role"
    assert json.loads(ROLES.read_text("utf-8")) == {FileWish.name: sorted(FileWish.who)}


def test_its_event_has_its_title_in_a_history_and_stands_out_where_it_is_late(
    log: EventLog,
) -> None:
    CommandHandler(log, deciders=DECIDERS).submit(wish(), at("2023-02-11"))
    (recorded,) = log.read(STREAM)
    name, data = recorded.event.name, recorded.event.data()
    assert title_of(name, data, CATALOGUES) == "提交心愿"
    mark = mark_of(name, data, recorded.recorded_at, CATALOGUES)
    assert mark is not None
    assert mark.zh == "迟报"


def test_its_deadline_is_called_by_its_name_and_met_by_the_event(log: EventLog) -> None:
    # given
    (waiting,) = decider.view(decider.initial(STREAM), InForce(FakeRules())).waiting_for
    assert words.wait(waiting, CATALOGUES) == "预算单位 unit: 心愿提交 wish"
    CommandHandler(log, deciders=DECIDERS).submit(wish(), at("2023-02-10"))
    (recorded,) = log.read(STREAM)
    # when
    history = DeadlineHistory()
    note(history, recorded, decider.initial(STREAM), KIND, CATALOGUES)
    # then
    assert history.judged == {"test.wish-filing": date(2023, 2, 10)}


def test_its_phase_and_its_subject_have_their_names() -> None:
    assert CATALOGUES.phase_name("wishful") == "待许愿 wishful"
    assert CATALOGUES.kind_name(KIND) == "心愿单 wishes"
    assert CATALOGUES.acts[FileWish.name].title == "提交心愿"
    assert [one.name for one in CATALOGUES.stages(KIND)[Stage.TARGETS]] == [FileWish.name]
    assert ("心愿 wishes", WishFiled.name) in CATALOGUES.counted()


def test_its_event_leads_to_its_letter(log: EventLog) -> None:
    CommandHandler(log, deciders=DECIDERS).submit(wish(), at("2023-02-10"))
    (recorded,) = log.read(STREAM)
    assert tells(topic_of(WishFiled), CATALOGUES)
    letter = letter_of(recorded, About(STREAM, "652825", "合成单"), (), CATALOGUES)
    assert letter is not None
    assert letter.recipient == Recipient("finance", "652825")
    assert letter.title == "【来函】心愿 · 合成单"
    assert "收到心愿：合成心愿。" in letter.body


def test_its_command_and_its_event_have_their_schemas() -> None:
    command, event = command_schemas()[FileWish.name], event_schemas()[WishFiled.name]
    assert (command["who"], list(command["properties"])) == (["unit"], [*ENVELOPE, "wish"])
    assert (event["version"], list(event["properties"])) == (1, ["wish", "due", "late"])


def test_its_event_is_stored_as_its_golden_file_holds_it() -> None:
    assert golden_of(WishFiled) == read_golden(path_of(topic_of(WishFiled), GOLDEN))


REAL = {
    "rectification.report": {
        "domain/shared/rectification/rectifying.py",  # the command
        "domain/shared/deadlines/problem_deadlines.py",  # its day
    },
    "rectification.reported": {
        "domain/kernel/serialization/upcasting.py",  # it has a second version
        "domain/shared/rectification/rectifying.py",
    },
    "rectification.review": {
        "domain/shared/deadlines/problem_deadlines.py",
    },
    "self-evaluation.reviewed": {
        "domain/kernel/serialization/upcasting.py",  # it has a second version
        "domain/subjects/project_year/evaluation/self_evaluation_review.py",
    },
    "overall-target.returned": {"domain/subjects/unit_year/targets.py"},
    "county-summary.filed": {
        "domain/kernel/serialization/upcasting.py",  # it has a second version
        "domain/subjects/jurisdiction_year/county_reports.py",
    },
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_act_stands_in_its_module_and_its_catalogue_alone(name: str) -> None:
    assert naming()[name] == REAL[name], (
        "an act's title, letter, deadline belong into its catalogue"
    )


RESTING = {
    "attach": {
        "cli/command_list.py",
        "commands/attach.py",
        "input/filled_fields.py",
        "input/scenario_defaults.py",
        "render/receipts.py",
    },
    "act.withdrawn": {"boards/selections.py"},
    "authenticity.draw-taken-back": {"boards/selections.py"},
    "authenticity.drawn": {"boards/selections.py"},
    "authenticity.mark-drawn": {"jurisdiction_year/authenticity_draw.py"},
    "authenticity.record-finding": {"jurisdiction_year/undoing_selections.py"},
    "authenticity.unmark-drawn": {"jurisdiction_year/authenticity_draw.py"},
    "county-summary.filed": {"serialization/upcasting.py"},
    "prefecture-summary.issued": {"serialization/upcasting.py"},
    "accountability.proposed": {"serialization/upcasting.py"},
    "accountability.recorded": {"serialization/upcasting.py"},
    "deadline.day-set": {"serialization/upcasting.py"},
    "deadline.extended": {"serialization/upcasting.py"},
    "deadline.passed": {"drill/report.py", "serialization/upcasting.py"},
    "deadline.set": {"render/receipts.py"},
    "disclosure.exception-approved": {"serialization/upcasting.py"},
    "disclosure.published": {"serialization/upcasting.py"},
    "department-budget.mark-issued": {"unit_year/budget_issue.py"},
    "department-evaluation.mark-selected": {"unit_year/selection.py"},
    "department-evaluation.report-filed": {"serialization/upcasting.py"},
    "department-evaluation.select": {"boards/selections.py"},
    "department-evaluation.selected": {"boards/selections.py"},
    "exception.granted": {"serialization/upcasting.py"},
    "extend": {"render/receipts.py"},
    "final-accounts.mark-issued": {"unit_year/budget_issue.py"},
    "feedback.asked": {"serialization/upcasting.py"},
    "joint-review.recorded": {"serialization/upcasting.py"},
    "grade.finalise": {"jurisdiction_year/undoing_selections.py"},
    "grade.finalised": {"serialization/upcasting.py"},
    "history.import-act": {"input/filled_fields.py", "input/scenario_defaults.py"},
    "history.import": {"jurisdiction_year/registration.py"},
    "execution.recorded": {"serialization/upcasting.py"},
    "exante.report-filed": {"serialization/upcasting.py"},
    "exante.reassessment-commissioned": {"serialization/upcasting.py"},
    "exante.reviewed": {"serialization/upcasting.py"},
    "history.imported": {"organisations/late_arrivals.py", "serialization/upcasting.py"},
    "key-evaluation-plan.set": {"boards/selections.py", "serialization/upcasting.py"},
    "key-evaluation.commission": {"jurisdiction_year/undoing_selections.py"},
    "key-evaluation.file-report": {"jurisdiction_year/undoing_selections.py"},
    "key-evaluation.finalise": {"jurisdiction_year/undoing_selections.py"},
    "key-evaluation.mark-selected": {"jurisdiction_year/key_selection.py"},
    "key-evaluation.marked-selected": {"serialization/upcasting.py"},
    "key-evaluation.report-filed": {"serialization/upcasting.py"},
    "key-evaluation.selected": {"boards/selections.py", "serialization/upcasting.py"},
    "key-evaluation.selection-taken-back": {"boards/selections.py"},
    "key-evaluation.unmark-selected": {"jurisdiction_year/key_selection.py"},
    "monitoring.warned": {"serialization/upcasting.py"},
    "monitoring.result-filed": {"serialization/upcasting.py"},
    "monitoring.reviewed": {"serialization/upcasting.py"},
    "overall-monitoring.filed": {"serialization/upcasting.py"},
    "overall-self-evaluation.filed": {"serialization/upcasting.py"},
    "overall-target.filed": {"serialization/upcasting.py"},
    "pack.adopt": {
        "input/filled_fields.py",
        "input/scenario_defaults.py",
        "starting/pack_steps.py",
    },
    "evaluation-object.added": {"organisations/late_arrivals.py"},
    "policy.added": {"organisations/late_arrivals.py"},
    "policy.withdrawn": {"boards/unreached.py", "serialization/upcasting.py"},
    "project.add": {"jurisdiction_year/registration.py"},
    "project.added": {"organisations/late_arrivals.py"},
    "project.withdrawn": {"boards/unreached.py", "serialization/upcasting.py"},
    "record.annotated": {"serialization/upcasting.py"},
    "rectification.accepted": {"serialization/upcasting.py"},
    "rectification.notified": {"serialization/upcasting.py"},
    "rectification.refusal-found": {"serialization/upcasting.py"},
    "rectification.refused": {"serialization/upcasting.py"},
    "rectification.rejected": {"serialization/upcasting.py"},
    "rectification.reported": {"serialization/upcasting.py"},
    "rectification.unmet-found": {"serialization/upcasting.py"},
    "role.assign": {"people/assignments.py", "starting/steps.py"},
    "results.applied": {"serialization/upcasting.py"},
    "results.proposed": {"serialization/upcasting.py"},
    "score-sheet.issued": {"serialization/upcasting.py"},
    "self-evaluation.filed": {"serialization/upcasting.py"},
    "self-evaluation.reviewed": {"serialization/upcasting.py"},
    "statement.issue": {"drill/stating.py"},
    "subjects.opened": {"serialization/upcasting.py"},
    "subjects.reached": {"serialization/upcasting.py"},
    "subjects.refreshed": {"serialization/upcasting.py"},
    "subjects.send-again": {"fan_out/resend.py"},
    "target.adjustment-approved": {"serialization/upcasting.py"},
    "target.adjustment-filed": {"serialization/upcasting.py"},
    "target.filed": {"serialization/upcasting.py"},
    "unit.add": {"jurisdiction_year/registration.py"},
    "unit.added": {"organisations/late_arrivals.py"},
    "unit.end": {"filings/hand_over.py"},
    "unit.handed-over": {"organisations/late_arrivals.py"},
    "unit.withdrawn": {"boards/unreached.py", "serialization/upcasting.py"},
    "work-calendar.publish": {
        "input/filled_fields.py",
        "input/scenario_defaults.py",
        "starting/steps.py",
    },
    "year.open": {
        "input/filled_fields.py",
        "input/scenario_defaults.py",
        "render/opening_note.py",
        "starting/steps.py",
    },
    "year.opened": {"serialization/upcasting.py"},
}
"""The modules that rest on an act of another room: policies, and files that fill in its fields."""


def test_no_module_of_another_room_lists_acts_events_or_deadlines() -> None:
    foreign = {
        (name, "/".join(Path(path).parts[-2:]))
        for name, paths in naming().items()
        for path in paths - homes(name)
        if room_of(path) not in _rooms(name)
    }
    assert foreign == {(name, path) for name, paths in RESTING.items() for path in paths}


def _rooms(name: str) -> set[str]:
    """The rooms that define a name: those of its act and event, or a deadline's subjects."""
    defining = {room_of(path) for path in homes(name)}
    of_deadline = {
        room_of(f"{one.decider.__name__.replace('.', '/')}.py")  # type: ignore[attr-defined]
        for one in SUBJECTS
        if name in {entry.key for entry in one.catalogue.deadlines}
    }
    return defining | of_deadline | {"shared"} if of_deadline else defining


def test_the_names_of_acts_and_events_are_found_where_they_are_defined() -> None:
    names = {name for one in SUBJECTS for act in one.catalogue.all_acts() for name in _names(act)}
    unfound = {name for name in names if not homes(name) <= naming()[name]}
    assert unfound == {
        "role.assign",
        "unit.end",
    }  # each named by a constant that other modules share


def _names(entry: ActEntry) -> set[str]:
    return {entry.name, *(event.name for event in entry.events)}
