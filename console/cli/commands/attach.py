"""`jixiao attach`: documents of a subject, stored by sha256."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from console import logs
from console.cli import suggestions
from console.cli.commands.submit import deliver
from console.cli.errors import InputError
from console.cli.input.act_ids import Frame
from console.cli.options import AsJson, Data, DryRun, StoreUrl, role_option
from domain.kernel.vocabulary import Role


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(attach)


def attach(
    subject: Annotated[
        str,
        typer.Argument(
            help="对象 / Subject, as 652825/2023/P001.", autocompletion=suggestions.subjects
        ),
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="附件 / Documents.")],
    actor: Annotated[str, typer.Option(help="经办人 / Who attaches.")],
    organisation: Annotated[str, typer.Option(help="经办人单位 / Of which organisation.")],
    role: Annotated[Role, role_option("经办人角色 / In which role")],
    data: Data = None,
    store: StoreUrl = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Attach documents to a project, a unit's year or a work year, through the running stack.

    PDF, OFD, DOCX, XLSX, PNG or JPEG, told by content, of at most 16 MiB each. Exit 2 for a file
    that is not taken (none is attached then), 3 for a refusal. The same again is the same act, and
    its receipt says 已办理过 (already taken).
    """
    logs.configure()
    if len({str(file.absolute()) for file in files}) < len(files):
        raise InputError("jixiao attach", None, "FILE", "同一文件写了两次 / names a file twice")
    who = {"id": actor, "organisation": organisation, "role": role.value}
    lines = [
        {"subject": subject, "actor": who, "command": "attach", "file": str(file)} for file in files
    ]
    content = "\n".join(json.dumps(line) for line in lines).encode()
    sources = [("jixiao attach", content)]
    deliver(sources, Frame(), data=data, store=store, dry_run=dry_run, as_json=as_json)
