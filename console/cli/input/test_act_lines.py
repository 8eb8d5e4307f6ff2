from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.cli.errors import InputError
from console.cli.input.act_fields import Fill
from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import ActLine, ActLines, as_given, read_act_lines
from console.cli.input.scenario_defaults import Filling
from console.cli.input.test_portfolio_file import CSV
from domain.kernel.request import BadRequest

FINANCE = {"id": "fin-01", "organisation": "652825-finance", "role": "finance"}
UNIT = {"id": "u01-01", "organisation": "U01", "role": "unit"}
FRAME = Frame("652825", 2023)
RETURN = {"on": "2023-01-16", "actor": FINANCE, "command": "target.return", "reason": "不清楚"}
RETURNED = {**RETURN, "project": "P001"}
DAY = {
    "actor": FINANCE,
    "command": "deadline.set",
    "deadline": "monitoring.result:2023-05-31",
    "due": "2023-06-12",
    "document": "合成通知〔2023〕示例1号",
}


def text(*acts: dict[str, Any] | str) -> bytes:
    lines = (act if isinstance(act, str) else json.dumps(act, ensure_ascii=False) for act in acts)
    return "\n".join(lines).encode()


def read(
    *acts: dict[str, Any] | str,
    frame: Frame = FRAME,
    dated: bool = False,
    fill: Fill = as_given,
) -> tuple[ActLine, ...]:
    return read_act_lines(text(*acts), "acts.jsonl", frame, dated=dated, fill=fill)


def refusal(*acts: dict[str, Any] | str, **how: Any) -> tuple[int | None, str]:
    with pytest.raises(InputError) as refused:
        read(*acts, **how)
    assert "\n" not in str(refused.value)
    return refused.value.line, refused.value.field


@pytest.mark.parametrize("role", ["财政部门", "财政局", "finance"])
def test_a_role_is_named_in_chinese_or_by_its_id(role: str) -> None:
    (said,) = read({**RETURNED, "actor": {**FINANCE, "role": role}})
    (by_id,) = read(RETURNED)
    assert said.request == by_id.request


def ids(acts: tuple[ActLine, ...]) -> list[UUID]:
    return [act.request.command_id for act in acts]


def test_a_line_is_an_act_with_its_day() -> None:
    (act,) = read(RETURNED)
    assert (act.line, act.on) == (1, date(2023, 1, 16))
    assert act.request.subject == "652825/2023/P001"
    assert act.request.command == "target.return"
    assert act.request.actor.id == "fin-01"
    assert act.request.fields == {"reason": "不清楚"}


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        (RETURNED, "652825/2023/P001"),
        ({**RETURNED, "budget_year": 2022}, "652825/2022/P001"),
        ({**RETURNED, "subject": "652825/2024/P9"}, "652825/2024/P9"),
        (DAY, "652825/2023"),
        ({**DAY, "project": "P001"}, "652825/2023/P001"),
        (
            {
                "actor": FINANCE,
                "command": "pack.adopt",
                "pack": "652825",
                "sha256": "0" * 64,
                "pack_version": "1",
            },
            "652825/packs",
        ),
    ],
)
def test_a_line_says_which_subject_it_is_about(act: dict[str, Any], subject: str) -> None:
    assert read(act)[0].request.subject == subject


def test_an_explicit_subject_needs_no_jurisdiction_and_work_year() -> None:
    (act,) = read({**RETURN, "subject": "652825/2023/P001"}, frame=Frame())
    assert act.request.subject == "652825/2023/P001"
    assert refusal(RETURNED, frame=Frame()) == (1, "subject")


@pytest.mark.parametrize(
    ("command", "field", "example"),
    [
        ("target.return", "project", "项目"),
        ("unit.add", "subject", "652825/2023/unit/U01"),
        ("policy.withdraw", "subject", "652825/policy/Z01"),
        ("third-party.register", "subject", "652825/third-party/T01"),
    ],
)
def test_given_a_line_without_a_subject_then_its_fault_says_how_to_name_it(
    command: str, field: str, example: str
) -> None:
    with pytest.raises(InputError) as refused:
        read({"actor": FINANCE, "command": command})
    assert refused.value.field == field
    assert example in str(refused.value)
    assert ("is an act on a project" in str(refused.value)) == (field == "project")


def test_numbers_stay_the_literals_that_were_written() -> None:
    act = '{"actor":%s,"command":"exante.review","project":"P1","result":"支持","score":96.10}'
    assert read(act % json.dumps(FINANCE))[0].request.fields["score"] == "96.10"


def test_the_same_file_again_is_the_same_acts() -> None:
    assert ids(read(RETURNED, DAY)) == ids(read(RETURNED, DAY))


def test_editing_one_line_of_a_drill_changes_no_other_act() -> None:
    day = {**DAY, "on": "2023-01-16"}
    before = ids(read(RETURNED, day, RETURNED, dated=True))
    edited = {**RETURNED, "reason": "指标不清楚"}
    after = ids(read("", day, edited, RETURNED, RETURNED, dated=True))
    assert after[0] == before[1]
    assert after[2:] == [before[0], before[2]]
    assert after[1] not in before


@pytest.mark.parametrize(
    "other",
    [
        {**RETURNED, "on": "2023-01-17"},
        {**RETURNED, "project": "P002"},
        {**RETURNED, "actor": {**FINANCE, "id": "fin-02"}},
    ],
)
def test_another_act_has_another_id(other: dict[str, Any]) -> None:
    first, second = ids(read(RETURNED, other))
    assert first != second


def test_the_form_of_a_line_does_not_change_its_act() -> None:
    spaced = json.dumps(dict(reversed(RETURNED.items())), indent=None, ensure_ascii=True)
    assert ids(read(f"  {spaced}\r")) == ids(read(RETURNED))


def test_an_id_that_is_given_counts_and_stands_once() -> None:
    command_id = str(uuid4())
    assert ids(read({**RETURNED, "id": command_id})) == [UUID(command_id)]
    assert refusal({**RETURNED, "id": command_id}, {**DAY, "id": command_id}) == (2, "id")


def test_an_act_is_meant_for_a_time_and_the_same_line_says_it_again() -> None:
    first, second, third = ids(read(DAY, {**DAY, "again": 2}, {**DAY, "again": 3}))
    assert len({first, second, third}) == 3
    assert ids(read({**DAY, "again": "2"})) == [second]
    # as a line that stands in a drill for the second time
    day = {**DAY, "on": "2023-01-16"}
    assert ids(read(day, day, dated=True))[1:] == ids(read({**day, "again": 2}, dated=True))


@pytest.mark.parametrize("again", [True, False, 0, 1, -2, 2.5, "", "二", 10_000, [2], {}])
def test_the_time_for_which_an_act_is_meant_is_a_number_from_two_on(again: Any) -> None:
    assert refusal({**DAY, "again": again}) == (1, "again")
    assert ids(read({**DAY, "again": 9_999}))


def test_an_id_says_itself_which_act_is_meant() -> None:
    assert refusal({**DAY, "id": str(uuid4()), "again": 2}) == (1, "again")


def test_a_line_that_stands_twice_is_named_with_what_to_do() -> None:
    acts = ActLines(FRAME, dated=False)
    acts.read(text(DAY, RETURNED, DAY, {**DAY, "again": 2}), "a.jsonl")
    acts.read(text(DAY, {**DAY, "again": 2}, "{"), "b.jsonl")
    assert [(fault.file, fault.line, fault.field) for fault in acts.faults] == [
        ("a.jsonl", 3, "line"),
        ("b.jsonl", 1, "line"),
        ("b.jsonl", 2, "line"),
        ("b.jsonl", 3, "line"),
    ]
    near, far, second, _ = (fault.message for fault in acts.faults)
    assert near.startswith("与第 1 行是同一事项")
    assert far.startswith("与 a.jsonl:1 是同一事项")
    assert '"again": 2' in near
    assert '"again": 3' in second
    assert [act.place for act in acts.lines] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:4"]


def test_fields_that_a_file_leaves_out_are_filled_in_before_the_check() -> None:
    def fill(command: str, fields: dict[str, Any], _subject: str) -> dict[str, Any]:
        if command != "pack.adopt":
            return fields
        if fields["pack"] != "652825":
            raise BadRequest("pack", "is no pack of this package")
        return {**fields, "sha256": "0" * 64, "pack_version": "1"}

    adopt = {"actor": FINANCE, "command": "pack.adopt", "pack": "652825"}
    assert read(adopt, fill=fill)[0].request.fields["pack_version"] == "1"
    assert refusal(DAY, {**adopt, "pack": "110000"}, fill=fill) == (2, "pack")
    assert refusal(adopt) == (1, "sha256")


def test_a_byte_order_mark_and_blank_lines_are_passed_over() -> None:
    acts = read_act_lines(b"\xef\xbb\xbf" + text("", RETURNED), "a", FRAME, dated=True)
    assert [act.line for act in acts] == [2]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("[]", "line"),
        ("{", "line"),
        ('{"a": NaN}', "line"),
        ('{"a": -Infinity}', "line"),
        ('{"actor": {"id": "a", "id": "b"}}', "id"),
        ("[" * 100_000, "line"),
        ('{"a":' * 60 + "1" + "}" * 60, "line"),
        ({**RETURNED, "reason": "\0"}, "reason"),
        ('{"reason": "\\ud800"}', "reason"),
        ({**RETURNED, "reason": "长" * 400_000}, "line"),
        ({**RETURNED, "on": "20230116"}, "on"),
        ({**RETURNED, "on": "2023-02-29"}, "on"),
        ({**RETURNED, "on": 20230116}, "on"),
        ({**RETURNED, "id": "1"}, "id"),
        ({**RETURNED, "id": 1}, "id"),
        ({**RETURNED, "actor": None}, "actor"),
        ({**RETURNED, "actor": {**FINANCE, "role": "boss"}}, "actor.role"),
        ({**RETURNED, "actor": {**FINANCE, "role": "system"}}, "actor.role"),
        ({**RETURNED, "command": "target.praise"}, "command"),
        ({**RETURNED, "command": ["target.return"]}, "command"),
        ({**RETURNED, "command": "monitoring.open-round", "node": "2023-05-31"}, "command"),
        ({**RETURNED, "project": ["P001"]}, "project"),
        ({**RETURNED, "project": "P 1"}, "subject"),
        ({**RETURNED, "budget_year": "23"}, "budget_year"),
        ({**RETURNED, "subject": 1.5}, "subject"),
        ({**RETURNED, "subject": ["x"]}, "subject"),
        ({**RETURNED, "subject": "652825/2023"}, "command"),
        (RETURN, "project"),
        ({**DAY, "budget_year": 2023}, "budget_year"),
        ({**RETURNED, "reason": ""}, "reason"),
        ({**RETURNED, "why": "x"}, "why"),
        ({**RETURNED, "actor": UNIT, "command": "target.file", "amount": 1.234}, "amount"),
    ],
)
def test_a_bad_line_stops_everything_and_names_its_field(
    line: dict[str, Any] | str, field: str
) -> None:
    assert refusal(RETURNED, line) == (2, field)


def test_a_drill_needs_the_day_of_every_act() -> None:
    undated = {key: value for key, value in RETURNED.items() if key != "on"}
    assert read(undated)[0].on is None
    assert refusal(RETURNED, undated, dated=True) == (2, "on")


def test_bytes_that_are_no_utf_8_are_refused_at_their_line() -> None:
    with pytest.raises(InputError) as refused:
        read_act_lines(text(RETURNED) + b"\n{\xff", "acts.jsonl", FRAME, dated=True)
    assert str(refused.value).startswith("acts.jsonl:2: line: 不是 UTF-8，请另存为 UTF-8 / ")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
keys = ("on", "actor", "command", "subject", "project", "budget_year", "id", "reason", "x")


@given(
    st.binary(max_size=100)
    | st.tuples(st.sampled_from(keys), json_values).map(
        lambda item: text({**RETURNED, item[0]: item[1]})
    )
)
@example(b"{")
def test_any_bytes_give_acts_or_one_error(content: bytes) -> None:
    assert one_error_or(lambda: read_act_lines(content, "acts.jsonl", FRAME, dated=False))


def one_error_or(acts: Callable[[], tuple[ActLine, ...]]) -> bool:
    try:
        return all(act.request.update_id for act in acts())
    except InputError as refused:
        return str(refused).startswith("acts.jsonl:")


@pytest.mark.parametrize("frame", [Frame(None, None), Frame("652825", 2024), Frame("652825", 2025)])
def test_a_portfolio_is_opened_for_the_year_that_the_act_names(
    tmp_path: Path, frame: Frame
) -> None:
    """Else its days would be those of another year, on which nothing is registered."""
    portfolio = tmp_path / "portfolio.csv"
    portfolio.write_bytes(CSV)  # of 2023
    opening = {"actor": FINANCE, "command": "year.open", "subject": "652825/2024"}
    # when
    (act,) = read({**opening, "portfolio_file": str(portfolio)}, frame=frame, fill=Filling())
    # then
    assert act.request.fields["openings"] == [{"on": "2024-01-01", "projects": "1"}]


def test_an_act_with_a_slip_in_its_name_is_told_with_those_that_are_like_it() -> None:
    acts = ActLines(FRAME, dated=True)
    acts.read(text({**RETURNED, "command": "rectification.file"}), "acts.jsonl")
    (fault,) = acts.faults
    assert "没有名为 'rectification.file' 的事项，相近的有 rectification." in fault.message


def test_all_faults_of_the_fields_of_a_line_are_told_each_with_its_chinese_name() -> None:
    acts = ActLines(FRAME, dated=True)
    result = {"actual": "1"}
    line = {**RETURNED, "actor": UNIT, "command": "monitoring.file-result", "executed": "1.234"}
    acts.read(text({**line, "node": "2023-05-31", "indicators": [result]}), "acts.jsonl")
    told = {(fault.line, fault.field): str(fault) for fault in acts.faults}
    assert "执行数：至多 2 位小数；金额以元为单位" in told[1, "executed"]
    assert "目标完成率：必填" in told[1, "completion_rate"]
    assert "第 1 项编号：必填" in told[1, "indicators.0.id"]


@pytest.mark.parametrize("organisation", ["U01", "Ｕ０１", "U０１"])
def test_the_code_of_an_organisation_is_read_as_every_code_is(organisation: str) -> None:
    act = {"actor": {**UNIT, "organisation": organisation}, "command": "rectification.report"}
    said = {**act, "project": "P001", "node": "2023-05-31", "measures": "已整改"}
    (read_act,) = read(said)
    assert read_act.request.actor.organisation == "U01"


@pytest.mark.parametrize("organisation", ["U\u200b01", "Ｕ01\u00ad", "\u041201"])
def test_a_look_alike_in_the_code_of_an_organisation_is_refused(organisation: str) -> None:
    act = {**RETURNED, "actor": {**FINANCE, "organisation": organisation}}
    assert refusal(act) == (1, "actor.organisation")


def test_an_organisation_that_is_called_by_a_name_with_blanks_stays_as_it_is() -> None:
    (act,) = read({**RETURNED, "actor": {**FINANCE, "organisation": "County Bureau"}})
    assert act.request.actor.organisation == "County Bureau"


def test_all_faults_of_a_line_are_named_at_once() -> None:
    # given: faults of the readers of names, flags and days, and of the schema
    act = {
        "actor": FINANCE,
        "command": "project.add",
        "project": "P9",
        "project_name": "甲\n乙",
        "unit": "U01",
        "unit_name": "=教育局",
        "budget_type": "none",
        "origin": "initial",
        "is_new": "yes",
        "opened_on": "0001-01-01",
    }
    acts = ActLines(FRAME, dated=False)
    # when
    acts.read(text(act), "acts.jsonl")
    # then
    told = [fault.field for fault in acts.faults]
    assert sorted(told) == [
        "budget_type",
        "is_new",
        "opened_on",
        "project_name",
        "requested",
        "unit_name",
    ]


def test_a_code_in_place_of_a_subject_is_refused_with_what_to_write() -> None:
    act = {"actor": FINANCE, "command": "target.return", "reason": "不清楚", "subject": "P001"}
    with pytest.raises(InputError) as refused:
        read(act)
    assert refused.value.field == "subject"
    assert "请写作 652825/2023/P001" in str(refused.value)
    assert '"project": "P001"' in str(refused.value)
