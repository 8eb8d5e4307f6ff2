"""`jixiao document`: list attached documents, read them back, and verify them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from console import logs
from console.cli.errors import InputError, complain
from console.cli.options import AsJson, Data, StoreUrl
from console.settings import data_dir, store_url
from store.documents import Document, documents, fault_of
from store.factory import open_log
from store.port import ContentDamaged, ContentMissing, EventLog

app = typer.Typer(no_args_is_help=True, help="附件 / Documents attached to subjects.")


def register(root: typer.Typer) -> None:
    """Add the commands."""
    root.add_typer(app, name="document")


_FAULTS = {"content-missing": "缺失 missing", "content-altered": "已被改动 altered"}


@app.command(name="list")
def list_documents(
    subject: Annotated[
        str | None, typer.Argument(help="对象，默认全部 / Of one subject, all if none.")
    ] = None,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """List documents in the order in which they were attached."""
    with _log(data, store) as log:
        found = [one for one in documents(log) if subject in {None, one.subject}]
    if as_json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        print(f"{one.sha256}  {one.on}  {one.size:>8}  {one.subject}  {one.file_name}")


@app.command()
def get(
    sha256: Annotated[str, typer.Argument(help="As `jixiao document list` has it.")],
    out: Annotated[Path, typer.Option(help="保存为 / The new file to write.")],
    data: Data = None,
    store: StoreUrl = None,
) -> None:
    """Write a document's content into a new file, after comparing it with its sha256."""
    with _log(data, store) as log:
        try:
            content = log.content(sha256)
        except ContentMissing as error:
            raise InputError(
                sha256, None, "SHA256", "没有以此保存的内容 / no content is kept under it"
            ) from error
        except ContentDamaged as error:
            complain(
                f"内容已损坏，请恢复备份或重新提交附件 / {error}: restore a backup, or attach the "
                "file again"
            )
            raise typer.Exit(1) from error
    _write(out, content)
    print(f"{out}: {len(content)} 字节 bytes")


@app.command()
def verify(data: Data = None, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Compare every document with its sha256; exit 1 where one is missing or altered."""
    with _log(data, store) as log:
        found = [(one, fault_of(log, one)) for one in documents(log)]
    faulty = [(one, fault) for one, fault in found if fault is not None]
    if as_json:
        rows = [{**_as_json(one), "fault": fault.value} for one, fault in faulty]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one, fault in faulty:
            print(f"{one.sha256}  {_FAULTS[fault]}  {one.subject}  {one.file_name}")
        print(f"附件 documents {len(found)}，有问题 faulty {len(faulty)}")
    if faulty:
        raise typer.Exit(1)


@contextmanager
def _log(data: Path | None, store: str | None) -> Iterator[EventLog]:
    logs.configure()
    with closing(open_log(store_url(data_dir(data), store))) as opened:
        yield opened


def _as_json(document: Document) -> dict[str, str | int]:
    return {**asdict(document), "on": document.on.isoformat()}


def _write(out: Path, content: bytes) -> None:
    """Write a new file atomically; raises `InputError`."""
    try:
        with TemporaryDirectory(prefix=".jixiao-", dir=out.absolute().parent) as scratch:
            whole = Path(scratch) / "content"
            whole.write_bytes(content)
            whole.chmod(0o600)
            os.link(whole, out)  # never overwrites a file
    except FileExistsError as error:
        why = "已存在，不覆盖 / is there already, and no file is overwritten"
        raise InputError(str(out), None, "--out", why) from error
    except OSError as error:
        raise InputError(str(out), None, "--out", error.strerror or "cannot be written") from error
