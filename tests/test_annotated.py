"""A filing that the log misdates is late, or in time, by its annotated day wherever that shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from activities.command_handler import CommandHandler
from console.cli.commands import calendar, diff, explain, history, problems, status
from domain.shared.filings import annotation_gate
from projections.misdated import RecordDays, misdated_in
from projections.what_if.hypothetical_rules import HypotheticalRules
from store.port import EventLog
from testkit.command_line import CommandLine
from tests.misdated_log import (
    BUREAU,
    COUNTY,
    DUE,
    FALSE,
    PROOF,
    T1,
    T2,
    T3,
    TRUE,
    UNIT,
    YEAR,
    accepted,
    ahead,
    annotate,
    filing,
    write,
)
from tests.replayed import replayed

COMMANDS = CommandLine.of(calendar, diff, explain, history, problems, status)
PLACE = ("--jurisdiction", COUNTY, "--year", str(YEAR))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with closing(write(tmp_path, third=True)) as opened:
        yield opened


def boards(data: Path) -> dict[str, tuple[str, str | None, str | None]]:
    """How the target of each project stands: state, day filed, and the one on record."""
    late = {one["row"]["stream"] for one in COMMANDS.read(data, "status", *PLACE)["late"]}
    found = {}
    for stream in (T1, T3):
        detail = COMMANDS.read(data, "status", stream, *PLACE)["detail"]
        (row,) = [one for one in detail["deadlines"] if one["deadline"] == "target.filing"]
        assert row["due"] == DUE
        assert (row["state"] == "met_late") is (stream in late)
        assert detail["subject"]["late_filings"] == (stream in late)
        found[stream] = (row["state"], row["filed_on"], row["recorded_on"])
    return found


def entry(data: Path, stream: str, name: str) -> dict[str, Any]:
    (found,) = [one for one in COMMANDS.read(data, "history", stream) if one["name"] == name]
    return dict(found)


@pytest.mark.parametrize(
    ("stream", "true_on", "state"),
    [
        (T1, DUE, "met"),
        (T1, "2026-11-27", "met_late"),
        (T1, TRUE, "met_late"),
        (T3, "2026-11-25", "met"),
        (T3, DUE, "met"),
        (T3, "2026-11-27", "met_late"),
    ],
)
def test_boards_follow_the_true_day_and_show_both(
    log: EventLog, tmp_path: Path, stream: str, true_on: str, state: str
) -> None:
    before = boards(tmp_path)
    assert before == {T1: ("met", FALSE, None), T3: ("met_late", TRUE, None)}
    # when
    assert annotate(log, stream, true_on)["status"] == "accepted"
    # then: as they are caught up, and as they are built from nothing
    for _ in range(2):
        on_record = FALSE if stream == T1 else TRUE
        assert boards(tmp_path) == {**before, stream: (state, true_on, on_record)}
        (tmp_path / "projections.db").unlink()
    told = COMMANDS.text(tmp_path, "status", stream, *PLACE)
    assert f"{true_on}（更正 annotated，记录日 on record {on_record}）" in told


def test_the_stored_event_stays_as_it_was(log: EventLog) -> None:
    before = log.read(T1)
    annotate(log, T1, TRUE)
    assert log.read(T1)[: len(before)] == before


def test_a_history_shows_both_days_and_what_proves_the_true_one(
    log: EventLog, tmp_path: Path
) -> None:
    annotate(log, T1, TRUE)
    # when
    found = entry(tmp_path, T1, "target.filed")
    told = COMMANDS.text(tmp_path, "history", T1)
    # then
    assert (found["effective_on"], found["true_on"], found["data"].get("late")) == (
        FALSE,
        TRUE,
        False,
    )
    (annotation,) = found["annotations"]
    said = {name: annotation[name] for name in ("on_record", "true_on", "due", "late", "document")}
    assert said == {
        "on_record": FALSE,
        "true_on": TRUE,
        "due": DUE,
        "late": True,
        "document": PROOF,
    }
    assert f"记录日 {FALSE}，更正为 {TRUE}（依据 {PROOF}）" in told
    (filed,) = [one for one in told.splitlines() if " target.filed" in one]
    assert "迟报 late" in filed
    assert "更正日期 annotated" in told


def test_both_of_two_annotations_are_shown_and_the_newest_counts(
    log: EventLog, tmp_path: Path
) -> None:
    annotate(log, T1, TRUE)
    assert annotate(log, T1, DUE, on="2026-12-01")["status"] == "accepted"
    # when
    found = entry(tmp_path, T1, "target.filed")
    # then
    assert [(one["true_on"], one["late"]) for one in found["annotations"]] == [
        (TRUE, True),
        (DUE, False),
    ]
    assert found["true_on"] == DUE
    told = COMMANDS.text(tmp_path, "history", T1)
    assert [f"更正为 {one}" in told for one in (TRUE, DUE)] == [True, True]
    assert "迟报 late target.filed" not in told
    assert boards(tmp_path)[T1] == ("met", DUE, FALSE)


def test_decisions_taken_on_the_day_on_record_stay_and_are_listed(
    log: EventLog, tmp_path: Path
) -> None:
    # given: sent back and filed again, so that the second is in time by the day of the first
    accepted(log, T1, "target.return", "2026-11-29", stored="2026-11-29", reason="不合理")
    (first,) = [one for one in log.read(T1) if one.event.name == "target.filed"]
    again = {"actor": UNIT, "stored": "2026-11-30", **first.event.data()}
    for unsaid in ("late", "due", "adjusted", "amount_basis"):
        again.pop(unsaid)
    accepted(log, T1, "target.file", "2026-11-30", **again)
    second = log.read(T1)[-1]
    assert (second.event.name, second.event.late) == ("target.filed", False)
    # when
    assert annotate(log, T1, TRUE, first.id, on="2026-12-01")["status"] == "accepted"
    # then
    assert log.read(T1)[second.version - 1] == second
    (explained,) = COMMANDS.read(tmp_path, "explain", str(first.id))
    assert [one["event_id"] for one in explained["resting"]] == [str(second.id)]
    told = COMMANDS.text(tmp_path, "explain", T1)
    assert f"记录日 {FALSE}，更正为 {TRUE}（依据 {PROOF}）" in told
    assert f"rests on the day on record: @{second.version}" in told
    assert boards(tmp_path)[T1] == ("met_late", TRUE, FALSE)


@pytest.mark.parametrize(("true_on", "resting"), [("2026-11-27", []), (DUE, ["overdue"])])
def test_an_overdue_finding_on_what_was_filed_in_time_stays_and_is_listed(
    tmp_path: Path, true_on: str, resting: list[str]
) -> None:
    # given: a target that came on the 28th by the log, and was found overdue on the 27th
    with closing(write(tmp_path, settles=False)) as log:
        ahead(log, steps_until="2026-11-27")
        passed = [one for one in log.read(T3) if one.event.name == "deadline.passed"]
        assert [one.event.step for one in passed] == ["due", "overdue"]
        # when
        assert annotate(log, T3, true_on)["status"] == "accepted"
        # then
        assert [one for one in log.read(T3) if one.event.name == "deadline.passed"] == passed
    entries = {one["event_id"]: one for one in COMMANDS.read(tmp_path, "history", T3)}
    listed = [str(one.id) for one in passed[1:] if resting]
    (filed,) = [one for one in entries.values() if one["name"] == "target.filed"]
    assert [one["event_id"] for one in filed["resting"]] == listed


def test_a_history_and_an_explanation_of_a_subject_or_an_event_list_the_same(
    tmp_path: Path,
) -> None:
    # given: after the filing a notice gives its deadline another day, then every act is annotated
    with closing(write(tmp_path, settles=False)) as log:
        ahead(log, steps_until="2026-11-27")
        notice = {"deadline": "target.filing", "due": "2026-12-05", "document": "又一通知"}
        accepted(log, T3, "deadline.set", TRUE, **notice)
        events = log.read(T3)
        assert annotate(log, T3, DUE, *(one.id for one in events[:-1]))["status"] == "accepted"
    # when
    of_history = {
        one["event_id"]: one.get("resting", []) for one in COMMANDS.read(tmp_path, "history", T3)
    }
    of_subject = {
        one["event_id"]: one.get("resting", []) for one in COMMANDS.read(tmp_path, "explain", T3)
    }
    of_event = {
        event: COMMANDS.read(tmp_path, "explain", event)[0].get("resting", [])
        for event in of_history
    }
    # then: the overdue finding before the filing is listed, the notice after it is not
    assert of_history == of_subject == of_event
    (filed,) = [str(one.id) for one in events if one.event.name == "target.filed"]
    (overdue,) = [one for one in events if getattr(one.event, "step", None) == "overdue"]
    assert [one["event_id"] for one in of_event[filed]] == [str(overdue.id)]


def test_what_is_late_by_its_true_day_is_a_problem_and_what_is_in_time_is_none(
    log: EventLog, tmp_path: Path
) -> None:
    def late(stream: str) -> list[str]:
        found = COMMANDS.read(tmp_path, "problems", stream, "--kind", "late")
        return [one["on"] for one in found]

    assert (late(T1), late(T3)) == ([], [TRUE])
    # when
    annotate(log, T1, TRUE)
    annotate(log, T3, DUE)
    # then
    assert (late(T1), late(T3)) == ([TRUE], [])
    kinds = [one["kind"] for one in COMMANDS.read(tmp_path, "problems", T1)]
    assert "correction" in kinds


def test_the_difference_of_two_days_is_what_the_annotation_made(
    log: EventLog, tmp_path: Path
) -> None:
    annotate(log, T1, TRUE)
    days = ("--as-of", "2026-11-29", "--as-of", "2026-11-30")
    told = COMMANDS.text(tmp_path, "diff", T1, *days)
    assert "迟报 late" in told
    assert "record.annotated" in told


@pytest.mark.parametrize("true_on", [FALSE, DUE, "2026-11-27", TRUE])
def test_a_late_filing_that_the_log_dates_soundly_stays_late(
    log: EventLog, tmp_path: Path, true_on: str
) -> None:
    before = log.versions([T2])
    # when
    outcome = annotate(log, T2, true_on)
    # then
    assert (outcome["status"], outcome["field"]) == ("refused", "events")
    assert "登记日期与存储时间一致，无须更正" in outcome["zh"]
    assert log.versions([T2]) == before
    (row,) = COMMANDS.read(tmp_path, "status", T2, *PLACE)["detail"]["deadlines"]
    assert (row["state"], row["filed_on"]) == ("met_late", TRUE)


@pytest.mark.parametrize(
    ("true_on", "accepted"), [("2026-11-24", False), (FALSE, True), (DUE, True)]
)
def test_nothing_was_done_before_the_project_was_registered(
    log: EventLog, true_on: str, *, accepted: bool
) -> None:
    outcome = annotate(log, T1, true_on)
    assert outcome["status"] == ("accepted" if accepted else "refused")
    if not accepted:
        assert (outcome["field"], FALSE in outcome["zh"]) == ("true_on", True)


@pytest.fixture
def ungated(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> EventLog:
    """The log, in which a sound late filing was made timely by a program without the gate."""
    with monkeypatch.context() as before:
        before.setattr(annotation_gate, "sound", lambda _act: None)
        before.setattr(annotation_gate, "before_registration", lambda _act: None)
        assert annotate(log, T2, "2026-11-24")["status"] == "accepted"
    return log


def test_what_was_annotated_without_the_gate_stays_read_and_decided(
    ungated: EventLog, tmp_path: Path
) -> None:
    (row,) = COMMANDS.read(tmp_path, "status", T2, *PLACE)["detail"]["deadlines"]
    assert (row["state"], row["filed_on"], row["recorded_on"]) == ("met", "2026-11-24", TRUE)
    # when
    told = replayed(tmp_path / "log.db", f"{COUNTY}-{YEAR}", HypotheticalRules())
    # then
    assert (told.changes, told.moved, told.figures, told.rests) == ((), (), (), 0)
    assert ungated.read(T2)[-1].event.name == "record.annotated"


def redated(log: EventLog) -> list[tuple[str, list[str]]]:
    """The subjects, with the events, that `doctor` notes as soundly dated on another day."""
    found = [one for one in misdated_in(log) if one.stands is RecordDays.REDATED]
    return [(one.stream, [event.name for event in one.events]) for one in found]


def test_what_was_annotated_without_the_gate_may_get_its_day_back(
    ungated: EventLog, tmp_path: Path
) -> None:
    assert redated(ungated) == [(T2, ["target.filed"])]
    assert annotate(ungated, T2, DUE)["status"] == "refused"
    # when
    assert annotate(ungated, T2, TRUE)["status"] == "accepted"
    # then
    (row,) = COMMANDS.read(tmp_path, "status", T2, *PLACE)["detail"]["deadlines"]
    assert (row["state"], row["filed_on"], row["recorded_on"]) == ("met_late", TRUE, None)
    assert redated(ungated) == []


def test_what_an_annotation_may_not_say_is_refused_and_adds_nothing(log: EventLog) -> None:
    before = log.versions([T1, T2])
    foreign = annotate(log, T1, TRUE, filing(log, T2))
    future = annotate(log, T1, "2026-12-01")
    after_storing = annotate(log, T1, "2026-11-29")
    own = annotate(log, T1, TRUE, log.read(T1)[1].id, actor=BUREAU)
    blank = annotate(log, T1, TRUE, reason="")
    assert [one["code"] for one in (foreign, future, after_storing, own)] == [
        "invalid-field",
        "invalid-field",
        "invalid-field",
        "reviewer-is-filer",
    ]
    assert (foreign["field"], future["field"], after_storing["field"]) == (
        "events",
        "true_on",
        "true_on",
    )
    assert (blank["status"], blank["field"]) == ("refused", "reason")
    by_the_unit = annotate(log, T1, TRUE, actor=UNIT)
    assert by_the_unit["code"] == "wrong-role"
    assert log.versions([T1, T2]) == before


@pytest.mark.parametrize(("true_on", "overdue"), [(DUE, False), ("2026-11-27", True)])
def test_a_filing_sent_back_is_overdue_at_once_where_it_was_late_by_its_true_day(
    log: EventLog, true_on: str, *, overdue: bool
) -> None:
    assert annotate(log, T1, true_on)["status"] == "accepted"
    sent_back = {"stored": "2026-11-30", "reason": "不合理"}
    accepted(log, T1, "target.return", "2026-11-30", **sent_back)
    # when
    step = CommandHandler(log).view(T1).next_step
    # then
    assert (step is not None and step.kind == "overdue") is overdue
