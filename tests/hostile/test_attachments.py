"""Documents that people attach, and where they are written when they are got back."""

from __future__ import annotations

import json
import os
import socket
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.cli.errors import InputError
from console.cli.input.document_file import read_document
from domain.shared.filings.attachment import LARGEST
from store import open_log, sqlite_url
from store.backups import atomic_file
from tests.hostile.command_line import fault_of, refused, run, says
from tests.small_log import P1

PDF = b"%PDF-1.7\n" + "合成附件".encode()
WHO = ("--actor", "fin-01", "--organisation", "652825-finance", "--role", "finance")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document, and what else can stand under a name."""
    made = tmp_path / "files"
    made.mkdir()
    (made / "佐证.pdf").write_bytes(PDF)
    (made / "link.pdf").symlink_to("佐证.pdf")
    (made / "loop.pdf").symlink_to("loop.pdf")
    (made / "dangling.pdf").symlink_to("nothing")
    (made / "folder.pdf").mkdir()
    os.mkfifo(made / "pipe.pdf")
    (made / "empty.pdf").touch()
    with (made / "large.pdf").open("wb") as file:
        file.write(PDF)
        file.truncate(LARGEST + 1)
    return made


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("link.pdf", "是链接，请给出文件本身 / is a link: name the file itself"),
        ("loop.pdf", "是链接"),
        ("dangling.pdf", "是链接"),
        ("folder.pdf", "不是普通文件 / is no file: a folder, a device or a pipe"),
        ("pipe.pdf", "不是普通文件"),
        ("empty.pdf", "is empty"),
        ("large.pdf", f"超过 {LARGEST} 字节 / is larger than {LARGEST} bytes"),
        ("missing.pdf", "No such file or directory"),
        ("佐证.pdf/x.pdf", "Not a directory"),
        ("n" * 300 + ".pdf", "File name too long"),
        ("../../../../../../../../dev/zero", "不是普通文件"),
    ],
)
def test_what_is_no_document_is_one_line_and_nothing_is_kept(
    data: Path, unchanged: None, folder: Path, name: str, told: str
) -> None:
    for tried in (["--dry-run"], []):
        line = refused(
            "attach", P1, folder / "佐证.pdf", folder / name, *WHO, *tried, "--data", data
        )
        assert says(line, f"{folder / name}: file: {told}"), line


@pytest.mark.parametrize(
    "name",
    ["a\nb.pdf", "a\x1b[31m.pdf", "a\u202efdp.pdf", ".hidden.pdf", "a:b.pdf", "a\\b.pdf", " a.pdf"],
)  # fmt: skip
def test_a_name_that_is_none_elsewhere_is_one_line(
    data: Path, unchanged: None, folder: Path, name: str
) -> None:
    (folder / name).write_bytes(PDF)
    line = refused("attach", P1, folder / name, *WHO, "--data", data)
    assert line.startswith("jixiao attach:1: file"), line


@pytest.mark.parametrize(
    "name",
    ["../etc/passwd.pdf", "/etc/passwd.pdf", "..", "a/b.pdf", "a\u2028b.pdf", "长" * 100, ""],
)  # fmt: skip
def test_a_name_written_into_an_act_has_no_part_of_a_path(
    data: Path, unchanged: None, name: str
) -> None:
    act = {
        "subject": P1,
        "actor": {"id": "fin-01", "organisation": "652825-finance", "role": "finance"},
        "command": "attach",
        "sha256": "0" * 64,
        "file_name": name,
        "size": "1",
        "media_type": "application/pdf",
    }
    line = refused("submit", "-", "--data", data, given=json.dumps(act).encode())
    assert line.startswith("-:1: file_name: ")


def test_a_name_of_bytes_that_are_no_text_is_one_line(data: Path, unchanged: None) -> None:
    line = refused("attach", P1, os.fsdecode(b"\xb2\xe2.pdf"), *WHO, "--data", data)
    assert line.startswith("jixiao: word 3: 不是 UTF-8，文件请改名 / is not UTF-8")


def test_a_socket_is_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(socket.socket(socket.AF_UNIX)) as bound:
        bound.bind("s.pdf")
        assert "s.pdf: file: " in (fault_of(lambda: read_document(Path("s.pdf"))) or "")


def test_a_document_that_is_written_to_while_it_is_read_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given somebody who writes between the look at the file and its reading
    file, opened = folder / "佐证.pdf", os.fdopen

    def fdopen(*given: object, **how: object) -> object:
        file.write_bytes(PDF + b"more")
        return opened(*given, **how)  # type: ignore[call-overload] # as it was called

    names = {name: getattr(os, name) for name in dir(os)} | {"fdopen": fdopen}
    monkeypatch.setattr(atomic_file, "os", SimpleNamespace(**names))
    # then
    with pytest.raises(InputError, match="was changed while it was read: try again"):
        read_document(file)


def test_nothing_is_written_through_a_link_or_over_a_file(
    data: Path, unchanged: None, folder: Path
) -> None:
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        sha256 = next(row.act["fields"]["portfolio"] for row in log.commands("652825/2023"))
    for name, told in (
        ("link.pdf", "is there already, and no file is overwritten"),
        ("dangling.pdf", "is there already"),
        ("pipe.pdf", "is there already"),
        ("folder.pdf", "is there already"),
        ("佐证.pdf/x", "Not a directory"),
        ("missing/x", "No such file or directory"),
        ("n" * 300, "File name too long"),
    ):
        out = folder / name
        line = refused("document", "get", sha256, "--out", out, "--data", data)
        assert says(line, f"{out}: --out: {told}"), line
    assert (folder / "佐证.pdf").read_bytes() == PDF
    assert not (folder / "nothing").exists()


@pytest.mark.parametrize("sha256", ["", "../../log.db", "' OR 1=1 --", "0" * 5000, "\x1b[31m"])
def test_what_is_no_sha256_finds_nothing(data: Path, tmp_path: Path, sha256: str) -> None:
    out = tmp_path / "out"
    line = refused("document", "get", "--out", out, "--data", data, "--", sha256)
    assert "SHA256: 没有以此保存的内容 / no content is kept under it" in line
    assert not out.exists()
    assert run("document", "verify", "--data", data).code == 0
