"""`jixiao rules eval --data`: the packs that a log has adopted are asked, not the program's own."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import typer
from typer.testing import CliRunner

from activities.command_handler import CommandHandler
from console.cli.commands import rules
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import SHANGHAI, Role
from store import migrate, open_log, sqlite_url
from store.packs.packaged_packs import packaged_texts
from testkit.command_line import CommandLine

CODE = "653130"
OWN = """\
format: 1
jurisdiction: "653130"
name: {zh: 巴楚县, en: Maralbexi County}
inherits: "653100"
version: "7"
""".encode()
AT = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)
BANDS = ("grade.bands", "--on", "2026-11-28", "--input", '{"score": 85}')


def line() -> CommandLine:
    app = typer.Typer()
    app.add_typer(rules.app, name="rules")
    return CommandLine(app)


def adopted(data: Path, codes: tuple[str, ...]) -> None:
    data.mkdir()
    url = sqlite_url(data / "log.db")
    migrate(url)
    texts = {**dict(packaged_texts()), f"{CODE}.yaml": OWN}
    by = Actor("fin-01", f"{CODE}-finance", Role.FINANCE)
    with closing(open_log(url)) as log:
        deciding = CommandHandler(log)
        for code in codes:
            sha256, version = log.put_content(texts[f"{code}.yaml"]), "7" if code == CODE else "1"
            fields = {"pack": code, "sha256": sha256, "pack_version": version}
            act = Request(uuid4(), f"{CODE}/packs", "pack.adopt", by, fields)
            assert deciding.submit(act, AT).outcome["status"] == "accepted"


def asked(data: Path, code: str = CODE) -> dict[str, Any]:
    words = ("rules", "eval", *BANDS, "--jurisdiction", code)
    return dict(line().read(data, *words))


def test_a_pack_adopted_from_a_file_is_asked_by_data(tmp_path: Path) -> None:
    # given
    adopted(tmp_path / "data", ("000000", "650000", "653100", CODE))
    # when
    answer = asked(tmp_path / "data")
    # then
    assert (answer["outcome"], answer["pack"]["version"]) == ("good", "7")
    shown = line().text(tmp_path / "data", "rules", "eval", *BANDS, "--jurisdiction", CODE)
    assert "巴楚县 Maralbexi County" in shown


def test_a_stream_of_questions_is_asked_of_the_adopted_packs_too(tmp_path: Path) -> None:
    adopted(tmp_path / "data", ("000000", "650000", "653100", CODE))
    questions = tmp_path / "questions.jsonl"
    question = {"rule": "grade.bands", "on": "2026-11-28", "input": {"score": 85}}
    lines = [{**question, "jurisdiction": code} for code in (CODE, "653129")]
    questions.write_text("".join(json.dumps(one) + "\n" for one in lines))
    told = line().run(tmp_path / "data", "rules", "eval", "--batch", str(questions))
    first, second = map(json.loads, told.stdout.splitlines())
    assert (told.exit_code, first["outcome"], second["error"]["field"]) == (
        2,
        "good",
        "jurisdiction",
    )


@pytest.mark.parametrize("codes", [(), ("000000",), ("000000", "650000", "653100")])
def test_a_chain_that_is_not_whole_is_no_answer(tmp_path: Path, codes: tuple[str, ...]) -> None:
    adopted(tmp_path / "data", codes)
    words = ("rules", "eval", *BANDS, "--jurisdiction", CODE)
    told = line().run(tmp_path / "data", *words)
    assert told.exit_code == 2
    assert told.stderr.startswith(f"jurisdiction: 此库中 {CODE} 尚未采用")


def test_without_data_the_message_names_both_ways_on() -> None:
    app = line().app
    told = CliRunner().invoke(app, ["rules", "eval", *BANDS, "--jurisdiction", CODE])
    assert told.exit_code == 2
    assert "jixiao init" in told.stderr
    assert "--data" in told.stderr
