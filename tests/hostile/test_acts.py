"""Files of acts: scenarios and what is submitted."""

from __future__ import annotations

import json
import re
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.errors import InputError
from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import read_act_lines
from console.cli.input.input_file import LONGEST_LINE, read_input
from tests.hostile.command_line import BAD_INPUT, english, fault_of, one_line, refused, run, says
from tests.hostile.mutations import FRAGMENTS, examples, mutations
from tests.small_log import P2, THE_YEAR

EXAMPLES = Path(__file__).parents[2] / "examples"
LINES = (EXAMPLES / "653129-2025" / "scenario.jsonl").read_bytes().splitlines(keepends=True)
SOME = b"".join(
    {json.loads(line)["command"]: line for line in LINES if b"pack.adopt" not in line}.values()
)
"""A line of every act of the scenario that needs no other file."""

FAULT = re.compile(r"acts\.jsonl:\d+: [^:]+: ")
FINANCE = {"id": "fin-01", "organisation": "652825-finance", "role": "finance"}
ADMIT: dict[str, Any] = {"actor": FINANCE, "command": "library.admit", "subject": P2}
ADDED: dict[str, Any] = {
    **ADMIT,
    "command": "project.add",
    "subject": f"{THE_YEAR}/P9",
    "project_name": "合成项目9",
    "unit": "U9",
    "unit_name": "合成单位9",
    "budget_type": "general_public",
    "origin": "initial",
    "opened_on": "2023-01-05",
    "requested": "100000",
}


def line(**changed: Any) -> bytes:
    return json.dumps({**ADMIT, **changed}, ensure_ascii=False).encode()


@examples(250)
@given(content=mutations(SOME))
def test_whatever_becomes_of_a_file_it_is_acts_or_one_line_that_names_file_and_field(
    content: bytes,
) -> None:
    told = fault_of(
        lambda: read_act_lines(content, "acts.jsonl", Frame("653129", 2025), dated=True)
    )
    assert told is None or FAULT.match(told), told


@examples(25)
@given(content=mutations(line() + b"\n" + line(**ADDED) + b"\n"))
def test_whatever_is_submitted_is_decided_or_refused_in_one_line(
    data: Path, unchanged: None, content: bytes
) -> None:
    ended = run("submit", "-", "--dry-run", "--data", data, given=content)
    assert ended.code in {0, 2, 3}, ended
    if ended.code == 2:
        assert all(told.startswith("-:") for told in ended.err.splitlines()), ended


@examples(40)
@given(
    field=st.sampled_from(sorted(ADDED)),
    value=st.sampled_from(FRAGMENTS).map(lambda fragment: fragment.decode("utf-8", "replace"))
    | st.none() | st.booleans() | st.integers() | st.just([]) | st.just({"a": {"b": []}}),
)  # fmt: skip
def test_whatever_stands_in_a_field_is_decided_or_refused_by_name(
    data: Path, unchanged: None, field: str, value: Any
) -> None:
    content = line(**{**ADDED, field: value})
    ended = run("submit", "-", "--dry-run", "--data", data, given=content)
    assert ended.code in {0, 2, 3}, ended
    if ended.code == 2:
        assert one_line(ended.err).startswith("-:1: ")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (line().decode().encode("utf-16"), "-:1: line: 不是 UTF-8（像是 UTF-16），请另存为 UTF-8"),
        (line().decode().encode("utf-16-le"), "-:1: line: 不是 UTF-8（像是 UTF-16）"),
        (line(reason="不清楚").decode().encode("gb18030"), "-:1: line: 不是 UTF-8（像是 GB18030"),
        (line() + b"\n" + b"\xff{", "-:2: line: 不是 UTF-8"),
        (b"", "-: file: has no act"),
        (b"\xef\xbb\xbf\n\r\n", "-: file: has no act"),
        (line() + b"\n" + line()[:-1] + b',"subject": ""}', "-:2: subject: stands twice"),
        (line(subject=f"{P2}\u2028"), "-:1: subject: 有控制字符"),
        (line(reason="\x1b[31m"), "-:1: reason: 理由：有控制字符"),
        (line(reason="\0"), "-:1: reason: 理由：有控制字符"),
        (line(reason="\u202etxt.exe"), "-:1: reason: 理由：有控制字符"),
        (b'{"a": "\\ud800"}', "-:1: a: 有控制字符 / has a control character, or half a character"),
        (b'{"a": NaN}', "-:1: line: NaN is no number"),
        (b'{"a": -Infinity}', "-:1: line: -Infinity is no number"),
        (line(**{**ADDED, "requested": "9" * 10_000}), "-:1: requested: "),
        (line(**ADDED).replace(b'"100000"', b"9" * 10_000), "-:1: requested: "),
        (line(id="9" * 10_000), "-:1: id: '9999999999999999999999999999999999999999…' is no UUID"),
        (b'{"a":' * 100_000, "-:1: line: is nested too deeply"),
        (b"[" * 100_000, "-:1: line: is nested too deeply"),
        (line(on="9999-12-31"), "-:1: on: '9999-12-31' is no date (YYYY-MM-DD) of 1990 to 2100"),
        (line(on="0001-01-01"), "-:1: on: "),
        (line(actor={**FINANCE, "x\n": "y"}), "-:1: actor.x\\n: is not a field of an actor"),
        (line(command="pack.adopt", subject="652825/packs", pack="652825", pack_file="/dev/zero"),
         "/dev/zero: file: 不是普通文件"),
        (line(command="pack.adopt", subject="652825/packs", pack="652825", pack_file=""),
         ".: file: 不是普通文件"),
        (line(command="year.open", subject=THE_YEAR, portfolio_file="/dev/zero"),
         "/dev/zero: file: 既非 .csv 也非 .xlsx"),
        (line(command="work-calendar.publish", subject="652825/work-calendar", year=[2023]),
         "-:1: year: the notices of "),
    ],
)  # fmt: skip
def test_what_people_hand_in_by_mistake_or_meaning_ill_is_one_line(
    data: Path, unchanged: None, content: bytes, told: str
) -> None:
    for tried in (["--dry-run"], []):
        line = refused("submit", "-", *tried, "--data", data, given=content)
        assert says(line, told), line


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(data: Path) -> None:
    plain, windows = (
        run("submit", "-", "--dry-run", "--json", "--data", data, given=content)
        for content in (line() + b"\n", b"\xef\xbb\xbf" + line() + b"\r\n\r\n")
    )
    assert (plain.code, windows) == (0, plain)


def test_a_line_separator_within_a_text_is_no_line_end(data: Path) -> None:
    content = line() + b"\n" + line(reason="\u2028{")
    assert refused("submit", "-", "--data", data, given=content).startswith("-:2: reason: ")


def test_a_pack_of_another_jurisdiction_is_not_adopted(
    data: Path, unchanged: None, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    own = Path(__file__).parents[2] / "domain" / "rules" / "packs" / "650000.yaml"
    other.write_text(own.read_text("utf-8").replace("650000", "999999"), "utf-8")
    adopt = line(command="pack.adopt", subject="652825/packs", pack="652825", pack_file=str(other))
    told = refused("submit", "-", "--data", data, given=adopt)
    assert english(told) == "-:1: pack_file: is no pack of '652825', which the act adopts"


def test_a_file_with_a_bad_last_line_leaves_nothing_behind(
    data: Path, unchanged: None, tmp_path: Path
) -> None:
    portfolio = EXAMPLES / "652825-2024" / "portfolio.csv"
    opening = line(command="year.open", subject="652825/2024", portfolio_file=str(portfolio))
    file = tmp_path / "acts.jsonl"
    file.write_bytes(b"\n".join([opening, line(), line(reason=1), b""]))
    assert refused("submit", file, "--data", data).startswith(f"{file}:3: reason: ")


def test_all_faults_of_a_portfolio_are_named_before_those_of_no_other_line(
    data: Path, unchanged: None, tmp_path: Path
) -> None:
    whole = (EXAMPLES / "652825-2024" / "portfolio.csv").read_text("utf-8").splitlines()
    cells = whole[1].split(",")
    cells[6], cells[13] = "2024/13/5", "-1"
    portfolio = tmp_path / "portfolio.csv"
    portfolio.write_text("\n".join([whole[0], ",".join(cells)]), "utf-8")
    opening = line(command="year.open", subject="652825/2024", portfolio_file=str(portfolio))
    file = tmp_path / "acts.jsonl"
    file.write_bytes(b"\n".join([opening, line(reason=1)]))
    # when
    ended = run("submit", file, "--data", data)
    # then
    assert (ended.code, ended.out) == (BAD_INPUT, "")
    at_line, at_day, at_amount = ended.err.splitlines()
    assert at_line.startswith(f"{file}:2: reason: ")
    assert at_day.startswith(f"{portfolio}:2: opened_on: G2（opened_on）“2024/13/5”：")
    assert at_amount.startswith(f"{portfolio}:2: initial: N2（initial）“-1”：-1 不是金额")


def test_what_cannot_be_sent_leaves_nothing_behind(data: Path, unchanged: None) -> None:
    portfolio = EXAMPLES / "652825-2024" / "portfolio.csv"
    opening = line(command="year.open", subject="652825/2024", portfolio_file=str(portfolio))
    ended = run("submit", "-", "--data", data, given=opening)
    assert (ended.code, ended.out) == (1, "")
    assert "no stack runs" in one_line(ended.err)


@pytest.mark.parametrize("before", [b"", b"\n"])
def test_a_line_of_100_mb_is_refused_before_it_is_in_memory(tmp_path: Path, before: bytes) -> None:
    file = tmp_path / "acts.jsonl"
    with file.open("wb") as opened:
        opened.write(before + b'{"reason": "')
        opened.truncate(100_000_000)  # the rest reads as NUL bytes, and takes no room
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as told:
            read_input(file)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (told.value.line, told.value.field) == (1 + len(before), "line")
    assert most < 5 * LONGEST_LINE


def test_a_device_without_an_end_is_refused(data: Path) -> None:
    assert refused("submit", "/dev/zero", "--data", data).startswith("/dev/zero:1: line: 一行超过")


def test_a_scenario_with_a_bad_last_line_makes_no_data_directory(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.jsonl"
    scenario.write_bytes(b"".join(LINES) + b'{"on": "2025-13-01"}\n')
    told = drill_refused(EXAMPLES / "653129-2025" / "portfolio.csv", scenario, tmp_path)
    assert says(told, f"{scenario}:{len(LINES) + 1}: on: '2025-13-01' is no date")


def test_a_portfolio_with_a_bad_last_row_makes_no_data_directory(tmp_path: Path) -> None:
    portfolio = tmp_path / "portfolio.csv"
    whole = (EXAMPLES / "653129-2025" / "portfolio.csv").read_bytes()
    portfolio.write_bytes(whole + b"=1+1" + whole.splitlines()[-1] + b"\n")
    told = drill_refused(portfolio, EXAMPLES / "653129-2025" / "scenario.jsonl", tmp_path)
    assert told.startswith(f"{portfolio}:{len(whole.splitlines()) + 1}: code: ")


def drill_refused(portfolio: Path, scenario: Path, tmp_path: Path) -> str:
    made = tmp_path / "drill"
    told = refused(
        *("drill", "--jurisdiction", "653129", "--work-year", "2025", "--data", made),
        *("--portfolio", portfolio, "--scenario", scenario),
    )
    assert not made.exists()
    return told
