"""`jixiao rules check`: every fault of the packs, with file, line and reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from console.cli.error_words import bilingual
from console.cli.errors import InputError
from console.cli.input.input_file import LARGEST_PACK
from console.cli.render.rules_output import BAD_INPUT, refuse, say
from domain.rules import BadInput, Fault, PackError
from domain.rules.engine.check import faults_of
from domain.rules.engine.pack_set import stated_jurisdiction
from domain.rules.engine.questions import encode
from domain.rules.engine.sources import clause_list
from store.backups.atomic_file import FileRefused, whole_file
from store.packs.packaged_packs import packaged_clauses, packaged_documents, packaged_texts

Texts = Iterable[tuple[str, bytes]]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="check")(check)


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="规则包文件，代替同一地区的内置规则包 / Packs, in place of the packaged."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
) -> None:
    """Check packs: quotes, clauses, dates, sides, readings, and the packs' own tests."""
    try:
        texts = list(_texts(files or []))
    except BadInput as error:
        refuse(error)
    faults = faults_of(texts, packaged_documents(), clause_list(packaged_clauses()))
    if as_json:
        say(encode({"packs": len(texts), "faults": [asdict(fault) for fault in faults]}))
    else:
        _show(faults, len(texts))
    if faults:
        raise typer.Exit(BAD_INPUT)


def _texts(files: list[Path]) -> Iterator[tuple[str, bytes]]:
    given = [(str(file), _read(file)) for file in files]
    replaced = {_jurisdiction(name, text) for name, text in given}
    for name, text in packaged_texts():
        if _jurisdiction(name, text) not in replaced:
            yield name, text
    yield from given


def _read(file: Path) -> bytes:
    try:
        return whole_file(file, LARGEST_PACK)
    except FileRefused as error:
        raise BadInput("files", f"{file}: {bilingual(str(error))}") from error


def _jurisdiction(name: str, text: bytes) -> str | None:
    try:
        return stated_jurisdiction(text, name)
    except PackError:
        return None


def _show(faults: list[Fault], packs: int) -> None:
    for fault in faults:
        say(str(InputError(fault.file, fault.line, fault.field, fault.reason)))
    if faults:
        say(f"{len(faults)} 处问题 fault(s)")
    else:
        say(f"{packs} 个规则包全部合格 pack(s), no fault")
