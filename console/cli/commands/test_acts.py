"""The acts that are possible now, with templates: on a county's year without an engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from console.cli.commands import acts, status, submit
from console.cli.errors import InputError
from console.cli.input.filled_fields import FILLED
from console.cli.input.unfilled import MARK
from console.cli.templates.choice_hints import choices
from console.cli.templates.field_names import FIELD_NAMES
from domain.kernel.decider import Actor
from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind, parse_subject
from domain.kernel.vocabulary import Role
from domain.subjects.registry import DECIDERS
from store import migrate, open_log, sqlite_url
from store.factory import settle_kind
from store.port import EventLog
from testkit.builders.bureau import (
    COUNTY,
    FINANCE,
    MAY,
    P001,
    REGISTERED,
    SYSTEM,
    TARGET,
    UNIT,
    Bureau,
    morning,
)
from testkit.command_line import CommandLine, expect_bad_input
from tests.bad_year import decide
from tests.small_log import P1, P2, small_log

LINE = CommandLine.of(acts, submit, status)
Told = dict[str, Any]
GATES = {"factual_basis": True, "prepared": True, "target_clear": True}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as opened:
        yield opened


@pytest.fixture
def bureau(log: EventLog, tmp_path: Path) -> Bureau:
    """A county whose year is open, of a drill: its business day is that of its newest act."""
    made = Bureau(log)
    made.open_year()
    settle_kind(sqlite_url(tmp_path / "log.db"))
    return made


def register(bureau: Bureau, **changes: Any) -> None:
    bureau.act(P001, "project.add", date(2023, 1, 3), SYSTEM, **{**REGISTERED, **changes})


def told(data: Path, subject: str = P001, *words: str) -> dict[tuple[str, str], Told]:
    """Every act by its name and role."""
    answer = LINE.read(data, "acts", subject, *words)
    return {(one["command"], one["role"]): one for one in answer["acts"]}


def possible(data: Path, subject: str = P001) -> set[tuple[str, str]]:
    return {act for act, one in told(data, subject).items() if one["now"] != "refused"}


def template(data: Path, subject: str, command: str, *words: str) -> Told:
    """The line on standard output, and nothing else there."""
    line: Told = json.loads(LINE.text(data, "acts", subject, command, *words))
    return line


def filled(value: Any, by_name: Mapping[str, Any], name: str = "") -> Any:
    """A template with each placeholder replaced by the value for its field."""
    if isinstance(value, dict):
        return {one: filled(part, by_name, one) for one, part in value.items()}
    if isinstance(value, list):
        return [filled(part, by_name, name) for part in value]
    return by_name[name] if isinstance(value, str) and value.startswith(MARK) else value


# --- a project's year, act by act from its templates

FILLED_IN = {
    "id": "u-1",
    "organisation": COUNTY,
    "execution_points": "10",
    "title": "合成指标",
    "relation": ">=",
    "measures": "已整改",
    "reason": "合成理由",
    "executed": "450000.00",
    "actual": "50",
    "document": "文件",
}
STEPS: tuple[tuple[str, str, str, Mapping[str, Any]], ...] = (
    ("library.admit", "finance", "2023-01-09", GATES),
    ("target.file", "unit", "2023-01-20", TARGET),
    ("target.return", "finance", "2023-01-23", {}),
    ("target.file", "unit", "2023-01-25", {}),
    ("target.approve", "finance", "2023-02-01", {}),
    ("budget.approve", "congress", "2023-02-20", {}),
    ("monitoring.file-result", "unit", "2023-06-01", {}),
    ("monitoring.review", "finance", "2023-06-05", {"score": "50", "verdict": "不合格"}),
    ("rectification.report", "unit", "2023-06-20", {}),
    ("rectification.accept", "finance", "2023-06-25", {}),
)


def test_each_act_of_the_year_is_offered_and_its_filled_template_is_taken(
    tmp_path: Path, bureau: Bureau
) -> None:
    register(bureau)
    for command, role, on, more in STEPS:
        if command == "monitoring.file-result":
            bureau.take_steps(P001, morning(MAY))
        # when
        offered = told(tmp_path)[command, role]
        line = {**template(tmp_path, P001, command, "--role", role), **more}
        # then
        assert offered["now"] in {"taken", "fill", "depends"}, (command, offered)
        made = filled(line, {**FILLED_IN, "id": f"{role}-1"})
        actor = Actor(made["actor"]["id"], made["actor"]["organisation"], Role(role))
        fields = {name: made[name] for name in made if name not in {"actor", "command", "subject"}}
        bureau.act(P001, command, date.fromisoformat(on), actor, **fields)
        # then what was done is not offered once more
        assert (command, role) not in possible(tmp_path)


def test_the_log_fills_in_what_it_knows(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **GATES)
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)
    # then the amount is that of the target, the actor that of the log
    approval = template(tmp_path, P001, "target.approve")
    assert approval == {
        "actor": {"id": f"{MARK}人员代码", "organisation": COUNTY, "role": "finance"},
        "command": "target.approve",
        "subject": P001,
    }
    bureau.act(P001, "target.approve", date(2023, 2, 1), FINANCE)
    assert template(tmp_path, P001, "budget.approve")["amount"] == TARGET["amount"]


def test_an_act_that_was_undone_is_meant_again_in_its_template(
    tmp_path: Path, bureau: Bureau
) -> None:
    register(bureau)
    undone = {"act": "library.admit", "reason": "误办"}
    assert "again" not in template(tmp_path, P001, "library.admit")
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **GATES)
    assert "again" not in template(tmp_path, P001, "library.admit", "--role", "finance")
    bureau.act(P001, "act.withdraw", date(2023, 1, 10), FINANCE, **undone)
    # then the admission, and later its withdrawal, are no repeats of the first
    assert template(tmp_path, P001, "library.admit")["again"] == 2
    assert told(tmp_path)["library.admit", "finance"]["template"]["again"] == 2
    bureau.act(P001, "library.admit", date(2023, 1, 11), FINANCE, **GATES)
    again = template(tmp_path, P001, "act.withdraw", "--key", "library.admit")
    assert (again["act"], again["again"]) == ("library.admit", 2)


def test_the_first_refusal_says_why_an_act_is_not_possible(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    refused = told(tmp_path)["target.file", "unit"]
    assert (refused["now"], refused["refusal"]["code"]) == ("refused", "wrong-phase")
    shown = LINE.text(tmp_path, "acts", P001)
    assert "项目入库 library.admit" in shown
    assert "target.file" not in shown
    assert "--all" in shown
    assert refused["refusal"]["zh"] in LINE.text(tmp_path, "acts", P001, "--all")


def test_a_key_is_filled_in_and_can_be_chosen(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    offered = told(tmp_path)["deadline.set", "finance"]
    # then what is waited for comes first
    assert set(offered["keys"]["deadline"]) >= {"target.filing", f"monitoring.result:{MAY}"}
    chosen = template(tmp_path, P001, "deadline.set", "--key", "target.filing")
    assert chosen["deadline"] == "target.filing"
    expect_bad_input(LINE.run(tmp_path, "acts", P001, "deadline.set", "--key", "x"), "--key")


def test_the_filer_alone_is_offered_the_correction(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **GATES)
    assert ("correct", "unit") not in possible(tmp_path)
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)
    # then
    assert ("correct", "unit") in possible(tmp_path)
    line = template(tmp_path, P001, "correct")
    assert (line["filing"], line["actor"]["id"]) == ("target.filing", "u-1")


def test_the_only_holder_of_a_role_is_the_actor_of_its_templates(
    tmp_path: Path, bureau: Bureau
) -> None:
    register(bureau)
    held = {"organisation": COUNTY, "role": "finance", "since": "2023-01-01", "document": "文"}
    given = {"person": FINANCE.id, **held}
    bureau.act(f"{COUNTY}/organisations", "role.assign", date(2023, 1, 3), FINANCE, **given)
    # then it can be sent as it is
    assert template(tmp_path, P001, "library.admit")["actor"]["id"] == FINANCE.id
    assert MARK not in json.dumps(template(tmp_path, P001, "library.admit"), ensure_ascii=False)
    # when a second person holds it
    other = {"person": "f-2", **held}
    bureau.act(f"{COUNTY}/organisations", "role.assign", date(2023, 1, 3), FINANCE, **other)
    # then a person is to be named
    assert template(tmp_path, P001, "library.admit")["actor"]["id"].startswith(MARK)


# --- subjects of which there is nothing, or nothing more, to do


def test_a_subject_that_is_not_registered_has_its_registration(
    tmp_path: Path, bureau: Bureau
) -> None:
    assert possible(tmp_path, f"{COUNTY}/2023/P999") == {("project.add", "finance")}
    assert ("history.import", "finance") in possible(tmp_path, f"{COUNTY}/2022/P999")
    expect_bad_input(LINE.run(tmp_path, "acts", "P999"), "subject")
    expect_bad_input(LINE.run(tmp_path, "acts", P001, "target.fil"), "command")


def test_an_empty_log_has_the_acts_that_need_no_rules(tmp_path: Path, log: EventLog) -> None:
    assert possible(tmp_path, f"{COUNTY}/packs") == {("pack.adopt", "finance")}
    assert possible(tmp_path, f"{COUNTY}/2023") == set()
    shown = LINE.text(tmp_path, "acts", f"{COUNTY}/2023")
    assert "pack.adopt" in shown


def test_a_withdrawn_project_says_that_it_takes_no_more(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    bureau.act(P001, "project.withdraw", date(2023, 1, 5), FINANCE, reason="不再实施")
    # then a past day is put right, and the withdrawal is taken back by the bureau that made it
    acts = {("record.annotate", "finance"), ("act.withdraw", "finance")}
    assert acts <= possible(tmp_path)
    assert {act for act, _ in possible(tmp_path)} == {"record.annotate", "act.withdraw"}
    assert "已撤销，不再受理" in LINE.text(tmp_path, "acts", P001, "--all")


def test_a_confidential_project_is_shown_without_its_name(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau, confidential=True, project_name="某某秘密工程")
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **GATES)
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)
    bureau.act(P001, "target.return", date(2023, 1, 23), FINANCE, reason="不清楚")
    # then neither its name nor the titles of its indicators
    for words in ((), ("--all",), ("--json",), ("target.file",)):
        shown = LINE.text(tmp_path, "acts", P001, *words)
        assert "某某秘密工程" not in shown
        assert TARGET["indicators"][0]["title"] not in shown
    assert "涉密项目 confidential" in LINE.text(tmp_path, "acts", P001)


# --- what is submitted


def tried(data: Path, line: Told) -> Result:
    file = data / "act.jsonl"
    file.write_text(json.dumps(line, ensure_ascii=False))
    return LINE.run(data, "submit", str(file), "--dry-run")


def test_a_template_that_was_not_edited_is_refused_in_one_line(tmp_path: Path) -> None:
    with small_log(sqlite_url(tmp_path / "log.db"), "real"):
        line = template(tmp_path, P1, "target.file")
    # when
    done = tried(tmp_path, line)
    # then
    assert (type(done.exception), done.stdout) == (InputError, "")
    (said,) = str(done.exception).splitlines()
    assert said.startswith(f"{tmp_path / 'act.jsonl'}:1: actor.id: 编号：仍是模板中的待填内容")
    assert "indicators.0.id" in said


def test_a_filled_template_is_taken(tmp_path: Path) -> None:
    with small_log(sqlite_url(tmp_path / "log.db"), "real"):
        line = template(tmp_path, P2, "library.admit")
    done = tried(tmp_path, filled(line, {"id": "fin-01"}))
    assert (done.exit_code, "将予办理 would be taken" in done.stdout) == (0, True)


# --- every act of every subject


@pytest.fixture(scope="module")
def bad_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("bad-year")
    with closing(decide(directory).log):
        settle_kind(sqlite_url(directory / "log.db"))
        return directory


STREAMS = (
    *("653129/2025/P01", "653129/2025/unit/U01", "653129/2025", "653129/2026"),
    *("653129/packs", "653129/rulings", "653129/work-calendar", "653129/organisations"),
    "653129/indicators",
    *("653129/policy/NEW", "653129/third-party/NEW", "653129/2027/unit/NEW", "653129/2027/NEW"),
)


@pytest.mark.parametrize("stream", STREAMS)
def test_each_act_has_a_template_with_its_own_fields(bad_year: Path, stream: str) -> None:
    found = told(bad_year, stream)
    persons = {
        (command.name, role.value)
        for command in DECIDERS[parse_subject(stream).kind].COMMANDS
        for role in command.who - {Role.SYSTEM}
    }
    assert set(found) == persons
    for (name, _), act in found.items():
        own = Command.by_name[name].model_fields.keys()
        source = {FILLED[name].source} if name in FILLED else set()
        assert set(act["template"]) <= {"actor", "command", "subject", *own, *source}
        assert act["now"] in {"taken", "fill", "depends", "refused"}


@pytest.mark.parametrize("stream", STREAMS)
def test_the_template_of_a_correction_has_the_act_as_it_was_taken(
    bad_year: Path, stream: str
) -> None:
    offered = told(bad_year, stream, "--all")
    finance = offered.get(("act.correct", "finance"), {})
    for key in finance.get("keys", {}).get("act", ())[:4]:
        line = template(bad_year, stream, "act.correct", "--role", "finance", "--key", key)
        # then its fields may be changed one by one, and what rests on it is named
        assert (line["act"], type(line["replacement"])) == (key, dict)
        assert all(one["of"] for one in line.get("follows", ()))


def test_the_streams_are_of_every_kind() -> None:
    assert {parse_subject(stream).kind for stream in STREAMS} == set(SubjectKind)


def test_every_field_of_an_act_has_a_chinese_name() -> None:
    fields = set[str]()
    for command in Command.by_name.values():
        if command.__module__.startswith("domain.") and command.who != {Role.SYSTEM}:
            schema = command.model_json_schema()
            fields |= schema.get("properties", {}).keys()
            for part in schema.get("$defs", {}).values():
                fields |= part.get("properties", {}).keys()
    fields |= {one.source for one in FILLED.values() if one.source}
    assert fields <= FIELD_NAMES.keys()


def _values(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from map(str, schema.get("enum", ()))
        for part in schema.values():
            yield from _values(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _values(part)


def test_every_choice_of_an_act_has_a_chinese_name() -> None:
    values = {
        value
        for command in Command.by_name.values()
        if command.__module__.startswith("domain.") and command.who != {Role.SYSTEM}
        for value in _values(command.model_json_schema())
        if "/" not in value and value.isascii()
    }
    without = {value for value in values if choices([value]).isascii()}
    assert without == set()


def test_the_choices_of_a_template_are_named_in_chinese(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **GATES)
    (indicator,) = template(tmp_path, P001, "target.file")["indicators"]
    assert "output 产出 / cost 成本" in indicator["indicator_class"]
    bureau.act(P001, "target.file", date(2023, 1, 20), UNIT, **TARGET)
    assert "withdraw 撤回 / replace 更正" in template(tmp_path, P001, "correct")["action"]


def test_the_parts_that_may_be_left_out_of_an_entry_are_named(
    tmp_path: Path, bureau: Bureau
) -> None:
    register(bureau)
    bureau.act(P001, "library.admit", date(2023, 1, 9), FINANCE, **GATES)
    offered = told(tmp_path)["target.file", "unit"]
    assert {"indicators.target", "indicators.unit_of_measure"} <= set(offered["optional"])
    assert "indicators.target（目标值）" in LINE.run(tmp_path, "acts", P001, "target.file").stderr


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("department-evaluation.select", "653130/2026/unit/U01"),
        ("year.open", "工作年度"),
        ("no.such-act", "没有事项 no.such-act，已有"),
    ],
)
def test_an_act_of_another_kind_of_subject_says_which(
    tmp_path: Path, bureau: Bureau, act: str, said: str
) -> None:
    register(bureau)
    refused = LINE.run(tmp_path, "acts", P001, act)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_withdrawing_and_correcting_have_names_of_their_own(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    titles = {act: one["title"] for (act, _), one in told(tmp_path, P001, "--all").items()}
    assert titles["act.withdraw"] == "撤回已办事项"
    assert titles["act.correct"] == "更正已办事项"
    assert titles["correct"] == "撤回或更正填报"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (f"{COUNTY}/2023/p001", f"有 {P001}"),
        (f"{COUNTY}/2023/Ｐ００１", f"有 {P001}"),
        (f"{COUNTY}/2023/Р001", "形似字符"),
        ("653130/2026/P001", "尚未采用规则包"),
    ],
)
def test_a_subject_that_is_written_otherwise_is_named(
    tmp_path: Path, bureau: Bureau, asked: str, said: str
) -> None:
    register(bureau)
    result = LINE.run(tmp_path, "acts", asked)
    expect_bad_input(result, "subject")
    assert said in result.stderr


def test_a_project_that_nobody_registered_can_be_registered(tmp_path: Path, bureau: Bureau) -> None:
    register(bureau)
    assert "project.add" in LINE.text(tmp_path, "acts", f"{COUNTY}/2023/P002")
