"""`jixiao packs`: write the skeleton of a pack of rules."""

from __future__ import annotations

import json
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from console.cli.errors import InputError, complain, printable
from console.cli.options import AsJson

app = typer.Typer(no_args_is_help=True, help="规则包 / Packs of rules of a county's own.")


def register(root: typer.Typer) -> None:
    """Add the commands."""
    root.add_typer(app, name="packs")


@app.callback()
def packs() -> None:
    """Write a pack of rules for a county or a prefecture that comes with none."""


@app.command()
def new(
    code: Annotated[str, typer.Argument(help="行政区划代码 / Code (GB/T 2260), as 653022.")],
    parent: Annotated[
        str | None,
        typer.Option(help="上级地州市代码 / Code of the level above (default: by the code)."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="全称 / Its name, as 阿克陶县.")] = None,
    folder: Annotated[Path, typer.Option(help="写在何处 / The directory of the file.")] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the commented skeleton of a pack, which is sound as it stands: pack-CODE.yaml.

    Its comments list each inherited value with its source, and each open point with its question
    and what it costs. A level above without a pack gets a skeleton too. A file that is there stays
    as it is. `jixiao rules check` checks the file, `pack.adopt` with `pack_file` takes it; `jixiao
    init` leads through all of it. --json: files, written, next.
    """
    from console.starting.answers import Answers, read_text  # noqa: PLC0415
    from console.starting.folder import Folder, make_packs, without_pack  # noqa: PLC0415
    from domain.kernel.vocabulary import business_date  # noqa: PLC0415
    from store import clock  # noqa: PLC0415

    code = read_text("code", code)
    _require_place(code, read_text("parent", parent or ""), name or "")
    place = Folder(folder)
    answers = Answers({"code": code, "name": read_text("name", name or code)})
    written = [str(path) for path in make_packs(place, answers, business_date(clock.now()))]
    files = [str(place.pack(level)) for level in without_pack(code)]
    for path in (path for path in files if path not in written):
        complain(f"{path} 已有，未改动 / is there already and stays as it is")
    _tell(files, written, as_json=as_json)


def _require_place(code: str, parent: str, name: str) -> None:
    """Refuse a code, a level above or a name that cannot be: raises `InputError`."""
    from console.starting.answers import name_fault  # noqa: PLC0415
    from console.starting.folder import without_pack  # noqa: PLC0415
    from console.starting.places import code_fault, parent_fault  # noqa: PLC0415

    given = {
        "code": code_fault(code),
        "--parent": parent_fault(parent, code) if parent else None,
        "--name": name_fault(name) if name else None,
    }
    for field, why in given.items():
        if why is not None:
            raise InputError("jixiao packs new", None, field, why)
    if not without_pack(code):
        why = f"{code} 及其上级的规则包都已随程序附上，可直接采用 / {code} comes with a pack"
        raise InputError("jixiao packs new", None, "code", why)


def _tell(files: list[str], written: list[str], *, as_json: bool) -> None:
    following = "jixiao rules check " + " ".join(map(quote, files))
    if as_json:
        print(json.dumps({"files": files, "written": written, "next": following}))
        return
    for path in written:
        print(printable(f"已生成 written {path}"))
    print(
        printable(
            f"下一步 next: {following}（采用 adopt: pack.adopt 的 pack_file，或 jixiao init）"
        )
    )
