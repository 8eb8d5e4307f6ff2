"""Every way in which a command says that something is wrong is Chinese before it is English."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, ValidationError

from console import main
from console.cli import command_list
from console.cli.error_words import _WORDS, OTHERWISE, bilingual, in_chinese
from console.cli.errors import InputError

ROOT = Path(__file__).parents[2]
ROOTS = ("console", "store", "deploy", "activities", "projections", "domain")
CJK = re.compile("[\u3400-\u9fff]")
SAYING = {
    *("EngineError", "CommandFailedError", "ServerMissingError", "DataDirectoryInUseError"),
    *("NoNamespaceError", "WorkerRefused", "NotMoved", "NotSettled"),
    *("StoreUnavailable", "FilesGone", "StoreDamaged", "StoreNotMigrated", "LogRefused"),
    *("OtherLog", "OtherKind", "ContentDamaged", "BadStoreUrl", "BadSettings"),
    *("NoBackup", "FileRefused", "NoSplit", "InputError", "PortfolioError", "BadRequest"),
    *("BadInput", "complain", "refuse"),
}
"""What is raised or called with words that a command prints."""

_SAMPLE = "x"


def said_of(node: ast.expr) -> str | None:
    """A literal with a sample in each of its places; none where it is no literal."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(said_of(one) or _SAMPLE for one in node.values)
    return None


def words_said() -> Iterator[tuple[str, list[str]]]:
    """Each place that says words, with the words."""
    for root in ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            if path.name.startswith(("test_", "conftest")):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in SAYING:
                    said = [text for one in node.args if (text := said_of(one))]
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", said


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


def is_of_words(text: str) -> bool:
    """Whether a text is a sentence, not a name, an option, or values in a row."""
    return bool(re.search(r"[a-z]{2,} [a-z]{2,}|^(?!line |ruling )[a-z]{2,} ", text))


def is_chinese_first(text: str) -> bool:
    return bool(CJK.search(text.partition(" / ")[0])) or in_chinese(text) is not None


def test_whatever_a_command_says_of_a_fault_is_chinese_first() -> None:
    told = list(words_said())
    assert len(told) > 200
    english = {
        place: text
        for place, said in told
        for text in said
        if is_of_words(text) and not text.startswith("jixiao ") and not is_chinese_first(text)
    }
    assert english == {}


def test_whatever_is_looked_at_for_words_is_called_somewhere() -> None:
    called = {
        _name(node.func)
        for root in ROOTS
        for path in (ROOT / root).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert SAYING - called == set()


def test_no_entry_of_the_table_is_hidden_by_one_before_it() -> None:
    plain = [(said, zh) for said, zh in _WORDS if re.fullmatch(r"[\w ,:;'/-]+", said)]
    assert len(plain) > 50
    assert {said: in_chinese(said) for said, _ in plain} == dict(plain)


class Filed(BaseModel, extra="forbid"):
    """Something that is filed, with fields of each kind."""

    text: str = Field(min_length=1)
    number: int = Field(ge=1, le=9)
    many: list[str] = Field(default=["x"], min_length=1)
    code: str = Field(default="x", pattern="^x$")


@pytest.mark.parametrize(
    ("given", "zh"),
    [
        ({"number": 1}, "必填"),
        ({"text": "", "number": 1}, "不得为空"),
        ({"text": 5, "number": 1}, "应为文本"),
        ({"text": "x", "number": "y"}, "应为整数"),
        ({"text": "x", "number": 0}, "不得小于 1"),
        ({"text": "x", "number": 10}, "不得大于 9"),
        ({"text": "x", "number": 1, "more": 1}, "没有此字段"),
        ({"text": "x", "number": 1, "many": "x"}, "应为列表"),
        ({"text": "x", "number": 1, "many": []}, "至少要有 1 项"),
        ({"text": "x", "number": 1, "code": "y"}, "格式不符，应为 '^x$'"),
    ],
)
def test_what_the_library_of_schemas_says_is_chinese_first(given: object, zh: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Filed.model_validate(given)
    (first,) = refused.value.errors()
    line = str(InputError("acts.jsonl", 3, "text", first["msg"]))
    assert line == f"acts.jsonl:3: text: {zh} / {first['msg']}"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("为空，请写目录 / is empty: name a directory", None),
        ("'项目 / x' is no date (YYYY-MM-DD)", "'项目 / x' 不是日期（YYYY-MM-DD）"),
        ("Value error, a day is expected, as 2023-05-31", "应为日期，如 2023-05-31"),
        ("something that nobody foresaw", OTHERWISE),
    ],
)
def test_a_message_is_put_into_chinese_once(message: str, said: str | None) -> None:
    assert bilingual(message) == (f"{said} / {message}" if said else message)


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (("nothing",), "没有此命令"),
        (("status", "--nothing"), "没有此选项"),
        (("replay",), "缺少选项"),
        (("history",), "缺少参数"),
        (("status", "--year", "x"), "的值无效"),
        (
            ("todo", "--role", "镇长"),
            "'--role' 的值无效：'镇长' 不是角色，可填：预算单位（unit）、",
        ),
        (("status", "a", "b"), "多余的参数"),
        (("status",), "jixiao up"),
    ],
)
def test_words_that_fit_no_command_are_answered_in_chinese_first(
    tmp_path: Path, words: tuple[str, ...], zh: str
) -> None:
    data = ("--data", str(tmp_path)) if words == ("status",) else ()
    command = [sys.executable, "-m", "console", *words, *data]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode in {1, 2}
    (line,) = done.stderr.splitlines()
    assert zh in line
    assert CJK.search(line.partition(" / ")[0])


def test_an_error_of_the_program_itself_ends_with_a_line_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(command_list, "whole", lambda: broken)
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 1
    *trace, line = capsys.readouterr().err.splitlines()
    assert trace[0].startswith("Traceback")
    assert line.startswith("程序内部出错，本次未完成")
    assert line.endswith("ZeroDivisionError: boom")


def test_the_message_of_a_field_of_several_types_has_each_in_chinese() -> None:
    message = "a plain decimal number is expected, as 12.50; or a day is expected, as 2023-05-31"
    assert in_chinese(message) == "应为数字，如 12.50，或应为日期，如 2023-05-31"


@pytest.mark.parametrize(
    "fault",
    [
        "no test on 2025-12-31",
        "answers {'score': '59.00'}",
        "answers not_stated",
        "cites CN-02",
        "no test notices 51 in its place",
        "no rule monitoring.node is built",
        "nothing reads CN-90",
        "no clause CN-90 in the clause list",
        "not found in the document",
        "an unverified citation must rest on a reading",
        "no pack of 652300",
    ],
)
def test_a_fault_of_a_pack_that_a_county_writes_is_told_in_chinese(fault: str) -> None:
    said = bilingual(fault)
    assert said.endswith(f" / {fault}")
    assert not said.startswith(OTHERWISE)
