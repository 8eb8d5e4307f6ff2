"""Documents: attached by content, given back as they were, and missed when they are not there."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from activities.command_handler import CommandHandler
from console.cli.command_list import whole
from console.cli.errors import InputError
from console.cli.input.document_file import read_document
from domain.shared.filings.attachment import LARGEST
from store import open_log, sqlite_url
from store.port import EventLog
from tests import small_log
from tests.small_log import P1, P2, act, at

PDF = b"%PDF-1.7\n" + "合成附件".encode()
WHO = ("--actor", "fin-01", "--organisation", "652825-finance", "--role", "finance")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[EventLog]:
    with small_log.small_log(sqlite_url(tmp_path / "log.db"), "real") as opened:
        yield opened


def written(tmp_path: Path, name: str = "佐证.pdf", content: bytes = PDF) -> Path:
    folder = tmp_path / "files"
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    return file


def attached(log: EventLog, subject: str, file: Path) -> str:
    content, fields = read_document(file)
    log.put_content(content)
    outcome = CommandHandler(log).submit(act(subject, "attach", **fields), at("2023-01-16")).outcome
    assert outcome["status"] == "accepted", outcome
    return str(fields["sha256"])


def run(tmp_path: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(whole(), [*map(str, words), "--data", str(tmp_path)])


def tried(tmp_path: Path, *files: Path, subject: str = P1) -> Result:
    return run(tmp_path, "attach", subject, *files, *WHO, "--dry-run")


def alter(tmp_path: Path, statement: str) -> None:
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection, connection:
        assert connection.execute(statement).rowcount == 1


def refusal(result: Result) -> InputError:
    assert isinstance(result.exception, InputError), result
    return result.exception


def test_a_document_is_given_back_as_it_was_and_kept_once(log: EventLog, tmp_path: Path) -> None:
    # given the same content attached to two projects
    file = written(tmp_path)
    digest = attached(log, P1, file)
    assert attached(log, P2, file) == digest == sha256(PDF).hexdigest()
    # then
    told = run(tmp_path, "document", "list", P1, "--json")
    assert json.loads(told.output) == [
        {
            "sha256": digest,
            "file_name": "佐证.pdf",
            "size": len(PDF),
            "media_type": "application/pdf",
            "subject": P1,
            "on": "2023-01-16",
        }
    ]
    assert len(run(tmp_path, "document", "list").output.splitlines()) == 2
    with closing(sqlite3.connect(tmp_path / "log.db")) as connection:
        counted = "SELECT COUNT(*) FROM content WHERE sha256 = ?"
        assert connection.execute(counted, (digest,)).fetchone() == (1,)
    out = tmp_path / "back.pdf"
    assert run(tmp_path, "document", "get", digest, "--out", out).exit_code == 0
    assert out.read_bytes() == PDF


def test_nothing_is_overwritten_and_nothing_half_written(log: EventLog, tmp_path: Path) -> None:
    digest = attached(log, P1, written(tmp_path))
    out = written(tmp_path, "mine.pdf", b"mine")
    wrong = refusal(run(tmp_path, "document", "get", digest, "--out", out))
    assert "--out: 已存在，不覆盖 / is there already" in str(wrong)
    assert out.read_bytes() == b"mine"
    nowhere = tmp_path / "nowhere" / "a.pdf"
    assert "--out: 没有此文件或目录 / No such file" in str(
        refusal(run(tmp_path, "document", "get", digest, "--out", nowhere))
    )


def test_content_that_is_not_kept_is_one_line(log: EventLog, tmp_path: Path) -> None:
    wrong = refusal(run(tmp_path, "document", "get", "0" * 64, "--out", tmp_path / "a"))
    assert str(wrong) == f"{'0' * 64}: SHA256: 没有以此保存的内容 / no content is kept under it"
    assert not (tmp_path / "a").exists()


def test_documents_that_are_all_there_are_verified(log: EventLog, tmp_path: Path) -> None:
    attached(log, P1, written(tmp_path))
    done = run(tmp_path, "document", "verify")
    assert (done.exit_code, done.output) == (0, "附件 documents 1，有问题 faulty 0\n")


@pytest.mark.parametrize(
    ("change", "found", "fault"),
    [
        ("UPDATE content SET bytes = X'25' WHERE sha256 = '{}'", "已被改动", "content-altered"),
        ("DELETE FROM content WHERE sha256 = '{}'", "缺失", "content-missing"),
    ],
)
def test_a_document_that_is_altered_or_missing_is_found(
    log: EventLog, tmp_path: Path, change: str, found: str, fault: str
) -> None:
    # given
    digest = attached(log, P1, written(tmp_path))
    attached(log, P2, written(tmp_path, "另一.pdf", PDF + b"2"))
    # when
    alter(tmp_path, change.format(digest))
    # then
    done = run(tmp_path, "document", "verify")
    assert done.exit_code == 1
    line, counted = done.output.splitlines()
    assert line.startswith(f"{digest}  {found} ")
    assert line.endswith(f"{P1}  佐证.pdf")
    assert counted == "附件 documents 2，有问题 faulty 1"
    (row,) = json.loads(run(tmp_path, "document", "verify", "--json").output)
    assert (row["sha256"], row["fault"]) == (digest, fault)
    got = run(tmp_path, "document", "get", digest, "--out", tmp_path / "a.pdf")
    assert got.exit_code != 0
    assert not (tmp_path / "a.pdf").exists()


def test_files_are_attached_one_after_the_other(log: EventLog, tmp_path: Path) -> None:
    done = tried(tmp_path, written(tmp_path), written(tmp_path, "另一.pdf", PDF + b"2"))
    assert done.exit_code == 0, done.output
    assert done.output.count("document.attached") == 2


def test_a_document_attached_already_is_refused(log: EventLog, tmp_path: Path) -> None:
    file = written(tmp_path)
    attached(log, P1, file)
    line = json.dumps({"subject": P1, "command": "attach", "file": str(file), "actor": ACTOR})
    acts = written(tmp_path, "acts.jsonl", line.encode())
    done = run(tmp_path, "submit", acts, "--dry-run")
    assert done.exit_code == 3
    assert "duplicate" in done.output


ACTOR = {"id": "fin-02", "organisation": "652825-finance", "role": "finance"}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.pdf", b"", "file: 为空 / is empty"),
        ("a.exe", b"MZ\x90", "file: 文件类型应为 pdf, ofd,"),
        ("a.pdf", b"plain text", "file: 文件类型应为 pdf, ofd,"),
        (".a.pdf", PDF, "file_name: "),
        ("a\u202efdp.pdf", PDF, "file: 文件路径：有控制字符"),
        ("大.pdf", PDF + b"x" * (LARGEST - len(PDF) + 1), f"is larger than {LARGEST} bytes"),
    ],
)
def test_a_file_that_is_not_taken_is_one_line_and_nothing_is_attached(
    log: EventLog, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    wrong = str(refusal(tried(tmp_path, written(tmp_path), written(tmp_path, name, content))))
    assert why in wrong
    assert "\n" not in wrong


def test_the_largest_document_is_taken(tmp_path: Path) -> None:
    file = written(tmp_path, content=PDF + b"x" * (LARGEST - len(PDF)))
    assert read_document(file)[1]["size"] == str(LARGEST)


def test_a_name_that_hides_what_a_file_is_is_refused(log: EventLog, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        opened.writestr("word/document.xml", "x")
    done = tried(tmp_path, written(tmp_path, "a.pdf", packed.getvalue()))
    assert done.exit_code == 3
    assert "请按实际类型命名" in done.output


@pytest.mark.parametrize("name", ["../../etc/a.pdf", "/etc/a.pdf", "a\\b.pdf"])
def test_a_line_that_names_a_path_is_refused(log: EventLog, tmp_path: Path, name: str) -> None:
    line = {"subject": P1, "command": "attach", "file": str(written(tmp_path)), "file_name": name}
    acts = written(tmp_path, "acts.jsonl", json.dumps({**line, "actor": ACTOR}).encode())
    wrong = refusal(run(tmp_path, "submit", acts, "--dry-run"))
    assert (wrong.line, wrong.field) == (1, "file_name")


def test_what_is_no_file_is_one_line_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    for path, why in (
        (tmp_path / "pipe.pdf", "is no file"),
        (tmp_path, "is no file"),
        (tmp_path / "none.pdf", "No such file"),
    ):
        with pytest.raises(InputError, match=why):
            read_document(path)


def test_a_file_named_twice_is_one_line(log: EventLog, tmp_path: Path) -> None:
    file = written(tmp_path)
    assert (
        str(refusal(tried(tmp_path, file, file)))
        == "jixiao attach: FILE: 同一文件写了两次 / names a file twice"
    )


def test_a_document_is_no_other_kind_of_content(log: EventLog, tmp_path: Path) -> None:
    assert run(tmp_path, "document", "list").output == ""
    with closing(open_log(sqlite_url(tmp_path / "log.db"))) as other:
        assert other.last_position() > 0
