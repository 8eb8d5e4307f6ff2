"""Acts of files delivered to a log: first times, repeats, refusals and what is meant again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from activities.command_handler import CommandHandler
from console.cli import earlier_acts
from console.cli.delivery import Came, Receipt, Take, deliver, out_of_turn
from console.cli.earlier_acts import EarlierActs
from console.cli.input.act_ids import Frame, made_id
from console.cli.input.act_lines import ActLine, ActLines
from console.cli.render.receipts import json_of, line_of
from domain.kernel.request import Request
from domain.kernel.vocabulary import Role
from store import sqlite_url
from store.port import CommandRow, EventLog, LogKind
from tests.small_log import P2, PACKS, THE_YEAR, at, small_log

P9 = f"{THE_YEAR}/P9"
FINANCE = {"id": "fin-01", "organisation": "652825-finance", "role": Role.FINANCE.value}
ADMIT = {"actor": FINANCE, "command": "library.admit", "subject": P2}
EARLY = {"actor": FINANCE, "command": "library.admit", "subject": P9}
ADDED = {
    "actor": FINANCE,
    "command": "project.add",
    "subject": P9,
    "project_name": "合成项目9",
    "unit": "U9",
    "unit_name": "合成单位9",
    "budget_type": "general_public",
    "origin": "initial",
    "opened_on": "2023-01-05",
    "requested": "100000",
}
NOW = at("2023-01-16")
NO_FRAME = Frame()
Line = dict[str, Any]


def due(day: str, **more: Any) -> Line:
    return {
        "actor": FINANCE,
        "command": "deadline.set",
        "subject": THE_YEAR,
        "deadline": "monitoring.result:2023-05-31",
        "due": day,
        "document": "合成通知〔2023〕示例1号",
        **more,
    }


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with small_log(sqlite_url(tmp_path / "log.db")) as made:
        yield made


def read(*lines: Line, frame: Frame = NO_FRAME) -> list[ActLine]:
    acts = ActLines(frame, dated=False)
    acts.read("\n".join(json.dumps(line) for line in lines).encode(), "acts.jsonl")
    assert acts.faults == []
    return acts.lines


def by_log(log: EventLog) -> Take:
    """Decide on the log itself, as the worker does."""
    deciding = CommandHandler(log)

    async def take(request: Request) -> dict[str, Any]:
        return deciding.submit(request, NOW).outcome

    return take


def sent(log: EventLog, *lines: Line, frame: Frame = NO_FRAME) -> list[Receipt]:
    async def all_of_them() -> list[Receipt]:
        acts = read(*lines, frame=frame)
        return [one async for one in deliver(acts, EarlierActs(log), by_log(log))]

    return asyncio.run(all_of_them())


def came(log: EventLog, *lines: Line) -> list[Came]:
    return [receipt.came for receipt in sent(log, *lines)]


def dues(log: EventLog) -> list[date]:
    """The days that were set, in order."""
    return [one.event.due for one in log.read(THE_YEAR) if one.event.name == "deadline.day-set"]


# --- repeats


def test_a_file_sent_again_is_taken_once_and_says_when(log: EventLog) -> None:
    first, other = sent(log, ADMIT, due("2023-06-12"))
    rows = [*log.commands(P2), *log.commands(THE_YEAR)]
    # when
    again = sent(log, ADMIT, due("2023-06-12"))
    # then
    assert (first.came, other.came) == (Came.TAKEN, Came.TAKEN)
    assert [one.came for one in again] == [Came.ALREADY_TAKEN] * 2
    assert [one.row for one in again] == [first.row, other.row]
    assert [*log.commands(P2), *log.commands(THE_YEAR)] == rows


def test_a_client_that_ends_before_its_receipt_learns_what_was_taken(log: EventLog) -> None:
    lines = (due("2023-06-12"), ADMIT, due("2023-06-13"))
    taken = by_log(log)

    async def take(request: Request) -> dict[str, Any]:
        outcome = await taken(request)
        if request.subject == P2:
            raise ConnectionResetError
        return outcome

    shown = deliver(read(*lines), EarlierActs(log), take)

    async def all_that_comes() -> list[Came]:
        found = [(await anext(shown)).came]
        with pytest.raises(ConnectionResetError):
            await anext(shown)
        return found

    assert asyncio.run(all_that_comes()) == [Came.TAKEN]
    # when
    again = came(log, *lines)
    # then
    assert again == [Came.ALREADY_TAKEN, Came.ALREADY_TAKEN, Came.TAKEN]
    assert dues(log) == [date(2023, 6, 12), date(2023, 6, 13)]


# --- refusals


def test_a_refused_act_is_decided_again_once_its_cause_is_gone(log: EventLog) -> None:
    (refused,) = sent(log, EARLY)
    assert refused.came is Came.REFUSED
    assert came(log, ADDED) == [Came.TAKEN]
    # when
    (taken,) = sent(log, EARLY)
    # then it was taken, and a repeat of it is one of the act that was taken
    assert taken.came is Came.TAKEN
    assert taken.earlier.refused == refused.row
    assert came(log, EARLY) == [Came.ALREADY_TAKEN]
    outcomes = [row.outcome["status"] for row in log.commands(P9)]
    assert outcomes == ["refused", "accepted", "accepted"]


def test_an_act_that_is_still_refused_says_so_each_time(log: EventLog) -> None:
    first, second, third = (sent(log, EARLY)[0] for _ in range(3))
    assert first.came is Came.REFUSED
    assert (second.came, second.earlier.refused) == (Came.REFUSED_AS_BEFORE, first.row)
    assert (third.came, third.earlier.refused) == (Came.REFUSED_AS_BEFORE, second.row)
    assert len({row.command_id for row in log.commands(P9)}) == 3


def test_another_refusal_than_before_is_no_refusal_as_before(log: EventLog) -> None:
    sent(log, EARLY)
    sent(log, ADDED, {**ADMIT, "subject": P9, "actor": {**FINANCE, "id": "fin-02"}})
    (now,) = sent(log, EARLY)
    assert now.came is Came.REFUSED
    assert now.earlier.refused is not None


def test_two_clients_that_try_a_refused_act_again_take_it_once(log: EventLog) -> None:
    sent(log, EARLY)
    sent(log, ADDED)
    (act,) = read(EARLY)
    # when both know of the refusal before either sends
    ids = [EarlierActs(log).of(act).request for _ in range(2)]
    deciding = CommandHandler(log)
    outcomes = [deciding.submit(request, NOW).outcome for request in ids]
    # then
    assert outcomes[0]["status"] == "accepted"
    assert outcomes[1] == outcomes[0]
    assert [row.outcome["status"] for row in log.commands(P9)].count("accepted") == 2


# --- meant again


def test_a_deadline_set_back_is_no_first_time_and_is_set_when_meant_again(log: EventLog) -> None:
    first, other = "2023-06-12", "2023-06-20"
    sent(log, due(first), due(other))
    # when
    (repeat,) = sent(log, due(first))
    # then
    assert repeat.came is Came.ALREADY_TAKEN
    assert '"again": 2' in line_of(repeat, LogKind.REAL, dry_run=False)
    assert json_of(repeat, LogKind.REAL, dry_run=False)["again"] == 2
    # and when it is meant again, and that is sent twice
    assert came(log, due(first, again=2)) == [Came.TAKEN]
    (again,) = sent(log, due(first, again=2))
    assert again.came is Came.ALREADY_TAKEN
    assert '"again": 3' in line_of(again, LogKind.REAL, dry_run=False)
    assert dues(log) == [date(2023, 6, 12), date(2023, 6, 20), date(2023, 6, 12)]


def test_an_act_that_was_withdrawn_says_so_when_its_line_is_sent_again(log: EventLog) -> None:
    # given an admission, withdrawn
    sent(log, ADMIT)
    (before,) = sent(log, ADMIT)
    assert "其后已撤回" not in line_of(before, LogKind.REAL, dry_run=False)
    undone = {**ADMIT, "command": "act.withdraw", "act": "library.admit", "reason": "误办"}
    assert came(log, undone) == [Came.TAKEN]
    # when
    (again,) = sent(log, ADMIT)
    # then
    assert again.came is Came.ALREADY_TAKEN
    line = line_of(again, LogKind.REAL, dry_run=False)
    assert "其后已撤回或更正，本次未重新办理" in line
    assert '"again": 2' in line
    # and the second time stands
    assert came(log, {**ADMIT, "again": 2}) == [Came.TAKEN]
    (second,) = sent(log, {**ADMIT, "again": 2})
    assert "其后已撤回" not in line_of(second, LogKind.REAL, dry_run=False)


def test_an_act_that_was_undone_is_meant_again_with_another_content(log: EventLog) -> None:
    undone = {**ADMIT, "command": "act.withdraw", "act": "library.admit", "reason": "误办"}
    right = {**ADMIT, "prepared": True, "again": 2}
    sent(log, ADMIT)
    # given an admission that stands, the number is out of turn
    assert came(log, right) == [Came.NOT_SENT]
    assert out_of_turn(read(right), EarlierActs(log)) != []
    # when it is withdrawn
    sent(log, undone)
    # then the number counts the acts of the name, whatever is in them
    assert out_of_turn(read({**right, "again": 3}), EarlierActs(log)) != []
    assert came(log, {**right, "again": 3}) == [Came.NOT_SENT]
    assert came(log, right) == [Came.TAKEN]
    assert came(log, right) == [Came.ALREADY_TAKEN]
    # and so it is with the withdrawal itself
    assert came(log, undone) == [Came.ALREADY_TAKEN]
    assert came(log, {**undone, "again": 2}) == [Came.TAKEN]
    assert came(log, {**right, "again": 3}) == [Came.TAKEN]


def test_the_number_of_an_act_that_was_undone_counts_the_acts_of_its_name(log: EventLog) -> None:
    undone = {**ADMIT, "command": "act.withdraw", "act": "library.admit", "reason": "误办"}
    stream = read(ADMIT)[0].request.subject

    def number(command: str, **named: str) -> int | None:
        return EarlierActs(log).again_after_undoing(stream, command, named)

    assert number("library.admit") is None
    sent(log, ADMIT)
    assert number("library.admit") is None
    sent(log, undone)
    assert number("library.admit") == 2
    assert number("act.withdraw", act="library.admit") == 2
    assert number("act.withdraw", act="target.approve") is None
    sent(log, {**ADMIT, "again": 2})
    assert number("library.admit") is None


@pytest.mark.parametrize(
    ("of", "values", "is_of"),
    [
        ("", ["2023-05-31"], True),
        ("2023-05-31", ["2023-05-31", "9"], True),
        ("2023-05-31", ["2023-08-31"], False),
        ("653123:2023-07-31", ["653123", "2023-07-31", "92"], True),
        ("653123:2023-12-31", ["653123", "2023-07-31", "92"], False),
        ("653123.1", ["653123", 1], True),
        ("P1+P2", [["P1", "P2"], "理由"], True),
        ("P1+P2+P3+2", [["P1", "P2", "P3", "P4", "P5"]], True),
        ("P1+P2+P9+2", [["P1", "P2", "P3", "P4", "P5"]], False),
        ("审字〔2023〕1号", ["审字〔2023〕1号"], True),
    ],
)
def test_a_key_is_of_the_act_whose_fields_it_names(
    of: str, values: list[Any], *, is_of: bool
) -> None:
    assert earlier_acts._is_of(of, values) is is_of


def row_of(command: str, fields: Line, status: str = "accepted") -> CommandRow:
    """A row of an act, of which only name, fields and status are asked."""
    act, outcome = {"command": command, "fields": fields}, {"status": status}
    return CommandRow(uuid4(), "", "653130/2026/P003", None, None, act, outcome, NOW, NOW)


IMPORTED = ("history.import-act", {"act": "budget.approve", "content": {"amount": "2"}})
CORRECTED = (
    "act.correct",
    {"act": "history.import-act:budget.approve", "replacement": {"content": {"amount": "3"}}},
)


@pytest.mark.parametrize(
    ("key", "is_of"),
    [
        ("history.import-act:monitoring.review:2026-05-31", True),
        ("monitoring.review:2026-05-31", True),
        ("history.import-act:monitoring.review:2026-08-31", False),
        ("monitoring.review:2026-08-31", False),
        ("history.import-act:monitoring.file-result:2026-05-31", False),
        ("monitoring.file-result:2026-05-31", False),
    ],
)
def test_an_import_is_undone_by_its_own_key_or_by_that_of_its_act(key: str, *, is_of: bool) -> None:
    content = {"node": "2026-05-31", "score": "90"}
    imported = {"act": "monitoring.review", "done_on": "2026-06-12", "content": content}
    taken = row_of("history.import-act", imported)
    assert earlier_acts._names(row_of("act.withdraw", {"act": key}), taken) is is_of


OF_BUDGET = "history.import-act:budget.approve"


@pytest.mark.parametrize(
    ("key", "acts", "expected"),
    [
        ("budget.approve", [("budget.approve", {"amount": "1"})], {"amount": "1"}),
        ("target.approve", [("budget.approve", {"amount": "1"})], None),
        (OF_BUDGET, [IMPORTED], {"content": {"amount": "2"}}),
        ("budget.approve", [IMPORTED], {"amount": "2"}),
        (OF_BUDGET, [IMPORTED, CORRECTED], {"content": {"amount": "3"}}),
        ("budget.approve", [IMPORTED, CORRECTED], {"amount": "3"}),
        (
            "key-evaluation.select:P1+P3",
            [
                ("key-evaluation.select", {"selected": ["P1", "P2"]}),
                (
                    "act.correct",
                    {
                        "act": "key-evaluation.select:P1+P2",
                        "replacement": {"selected": ["P1", "P3"]},
                    },
                ),
            ],
            {"selected": ["P1", "P3"]},
        ),
    ],
)
def test_a_correction_begins_with_the_act_as_it_was_last_taken(
    key: str, acts: list[tuple[str, Line]], expected: Line | None
) -> None:
    rows = [row_of(*one) for one in acts]
    known = EarlierActs(cast("EventLog", SimpleNamespace(commands=lambda _stream: rows)))
    assert known.content_of("653130/2026/P003", key) == expected


def test_an_act_that_was_refused_is_nothing_to_correct() -> None:
    rows = [row_of(*IMPORTED), row_of("budget.approve", {"amount": "9"}, "refused")]
    known = EarlierActs(cast("EventLog", SimpleNamespace(commands=lambda _stream: rows)))
    assert known.content_of("653130/2026/P003", "budget.approve") == {"amount": "2"}


def test_a_file_may_mean_an_act_again_on_a_later_line(log: EventLog) -> None:
    lines = (due("2023-06-12"), due("2023-06-20"), due("2023-06-12", again=2))
    assert out_of_turn(read(*lines), EarlierActs(log)) == []
    assert came(log, *lines) == [Came.TAKEN] * 3
    assert came(log, *lines) == [Came.ALREADY_TAKEN] * 3
    assert out_of_turn(read(due("2023-06-12", again=3)), EarlierActs(log)) == []


@pytest.mark.parametrize(("taken", "said"), [(0, "leave it out"), (1, "write 2"), (2, None)])
def test_an_act_is_meant_again_in_turn(log: EventLog, taken: int, said: str | None) -> None:
    for nth in range(1, taken + 1):
        sent(log, due("2023-06-12", **({"again": nth} if nth > 1 else {})))
    faults = out_of_turn(read(due("2023-06-12", again=3)), EarlierActs(log))
    assert [said in fault.message for fault in faults if said] == ([True] if said else [])
    assert len(faults) == (said is not None)


def test_an_act_is_not_taken_for_the_second_time_when_the_first_was_refused(
    log: EventLog,
) -> None:
    receipts = sent(log, EARLY, {**EARLY, "again": 2})
    assert [one.came for one in receipts] == [Came.REFUSED, Came.NOT_SENT]
    assert len(log.commands(P9)) == 1
    assert json_of(receipts[1], LogKind.REAL, dry_run=False)["outcome"] is None


def test_a_document_is_attached_once_and_nobody_is_invited_to_do_so_again(log: EventLog) -> None:
    digest = log.put_content(b"%PDF-1.7")
    line = {"actor": FINANCE, "command": "attach", "subject": P2, "sha256": digest}
    line |= {"file_name": "佐证.pdf", "size": "8", "media_type": "application/pdf"}
    assert came(log, line) == [Came.TAKEN]
    (repeat,) = sent(log, line)
    assert repeat.came is Came.ALREADY_TAKEN
    said = line_of(repeat, LogKind.REAL, dry_run=False)
    assert "无需再次办理" in said
    assert "again" not in said
    assert json_of(repeat, LogKind.REAL, dry_run=False)["again"] is None


# --- ids of the line's own


def test_an_id_of_its_own_is_another_act_and_its_refusal_is_not_final(log: EventLog) -> None:
    own = {**EARLY, "id": str(uuid4())}
    assert came(log, own, EARLY) == [Came.REFUSED, Came.REFUSED]
    assert came(log, ADDED, own) == [Came.TAKEN, Came.TAKEN]
    assert came(log, own) == [Came.ALREADY_TAKEN]
    # and the line without it was not taken by that
    assert came(log, EARLY) == [Came.REFUSED]


def test_an_id_that_stands_for_another_content_is_refused_each_time(log: EventLog) -> None:
    own = {**due("2023-06-12"), "id": str(uuid4())}
    other = {**due("2023-06-20"), "id": own["id"]}
    assert came(log, own) == [Came.TAKEN]
    for _ in range(2):
        (refused,) = sent(log, other)
        assert (refused.came, refused.row) == (Came.REFUSED, None)
        assert refused.outcome is not None
        assert refused.outcome["code"] == "command-id-reused"
    assert dues(log) == [date(2023, 6, 12)]


# --- what an earlier program sent


def test_an_act_has_the_id_that_it_always_had() -> None:
    line = {key: value for key, value in ADMIT.items() if key != "subject"}
    (act,) = read({**line, "project": "P2"}, frame=Frame("652825", 2023))
    assert act.request.command_id == UUID("bb0ca357-f49a-584e-aed2-52dd030f3907")


def test_options_are_not_part_of_an_act() -> None:
    (bare,) = read(ADMIT)
    for frame in (Frame("652825", 2023), Frame("652825", 2024), Frame("110000", 1999)):
        assert read(ADMIT, frame=frame) == [bare]


@pytest.mark.parametrize("year", [None, 1990, 2024, 2100])
@pytest.mark.parametrize("jurisdiction", [None, "652825"])
def test_an_act_that_was_sent_with_other_options_is_known(
    log: EventLog, jurisdiction: str | None, year: int | None
) -> None:
    (act,) = read(ADMIT)
    earlier = made_id(act.request, None, Frame(jurisdiction, year), 1)
    CommandHandler(log).submit(replace(act.request, command_id=earlier), NOW)
    # when
    (receipt,) = sent(log, ADMIT)
    # then
    assert receipt.came is Came.ALREADY_TAKEN
    assert receipt.row is not None
    assert receipt.row.command_id == earlier


def test_a_line_that_stood_twice_in_a_file_was_taken_twice(log: EventLog) -> None:
    (act,) = read(due("2023-06-12"))
    for nth in (1, 2):
        request = replace(act.request, command_id=made_id(act.request, None, NO_FRAME, nth))
        CommandHandler(log).submit(request, NOW)
    assert came(log, due("2023-06-12"), due("2023-06-12", again=2)) == [Came.ALREADY_TAKEN] * 2
    assert came(log, due("2023-06-12", again=3)) == [Came.TAKEN]


def test_an_act_that_was_refused_by_an_earlier_program_is_decided_again(log: EventLog) -> None:
    (act,) = read(EARLY)
    request = replace(act.request, command_id=made_id(act.request, None, NO_FRAME, 1))
    CommandHandler(log).submit(request, NOW)
    sent(log, ADDED)
    (receipt,) = sent(log, EARLY)
    assert receipt.came is Came.TAKEN
    assert receipt.earlier.refused is not None


def test_acts_of_no_year_are_known_whatever_the_work_year_was(log: EventLog) -> None:
    adopt = log.commands(PACKS)[0].act["fields"]
    line = {"actor": FINANCE, "command": "pack.adopt", **adopt}
    (act,) = read(line, frame=Frame("652825", 2023))
    (other,) = read(line, frame=Frame("652825", 2024))
    assert act == other


def test_an_answer_that_the_log_does_not_have_is_asked_for_anew(log: EventLog) -> None:
    # given: the engine remembers an act that the log, an older one by now, does not have
    async def remembered(_request: Request) -> dict[str, Any]:
        return {"status": "accepted", "events": [{"name": "library.admitted"}]}

    async def all_of_them() -> list[Receipt]:
        found = deliver(read(ADMIT), EarlierActs(log), remembered, by_log(log))
        return [receipt async for receipt in found]

    # when
    (receipt,) = asyncio.run(all_of_them())
    # then
    assert receipt.came is Came.TAKEN
    assert receipt.row is not None
    assert log.command(receipt.row.command_id) == receipt.row


@pytest.mark.parametrize(
    ("day", "over"), [("2023-06-01", True), ("2023-06-02", False), ("2023-06-03", False)]
)
def test_a_receipt_says_of_a_day_that_it_is_over(log: EventLog, day: str, over: bool) -> None:
    deciding = CommandHandler(log)

    async def take(request: Request) -> dict[str, Any]:
        return deciding.submit(request, at("2023-06-02")).outcome

    async def all_of_them() -> list[Receipt]:
        return [one async for one in deliver(read(due(day)), EarlierActs(log), take)]

    (receipt,) = asyncio.run(all_of_them())
    assert ("该期限已过" in line_of(receipt, LogKind.REAL, dry_run=False)) is over
