"""`jixiao table`: tables of people, tried before they are taken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from console import logs
from console.cli.errors import InputError, complain, printable
from console.cli.input.table_file import read_table_file, require_sound
from console.cli.options import AsJson, Data, Jurisdiction, WorkYear, role_option
from console.cli.render.marked_file import write_marked
from console.cli.render.output_file import require_place
from console.cli.render.table_read import as_json, reading_lines, row_lines
from console.settings import data_dir
from console.tables.acts import acts_of, faults_of_targets
from console.tables.choice_words import holds_words
from console.tables.done_acts import faults_of_done
from console.tables.headers import Fields, fields_said
from console.tables.kinds import KINDS, TableKind
from console.tables.portfolio import read_portfolio
from console.tables.reader import read_table
from console.tables.remembered import RememberedColumns
from console.tables.table import Table
from domain.kernel.vocabulary import Role

app = typer.Typer(no_args_is_help=True, help="表格 / Tables of people.")

_DOCUMENT = "document_file"
"""The field of a line that names a file beside the table."""

Kind = StrEnum("Kind", list(KINDS))  # type: ignore[misc]

File = Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx, .csv, .tsv or .txt.")]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="TITLE=FIELD",
        help="A column that is called otherwise, or TITLE=- to leave it out: remembered for files "
        "with the same columns. A unit (TITLE=initial:万元) is for this time alone.",
    ),
]
SheetName = Annotated[
    str | None, typer.Option("--sheet", help="The sheet, where several sheets fit.")
]


_WITHOUT_ACTS = {
    "portfolio": "项目清单由 year.open 的 portfolio_file 提交 / a portfolio is given to year.open "
    "as portfolio_file",
    "units": "单位清单放在 jixiao init 的文件夹中 / a list of units goes into the folder of init",
}
"""Where a table goes whose rows become no acts."""


def register(root: typer.Typer) -> None:
    """Add the commands."""
    root.add_typer(app, name="table")


@app.command()
def check(
    kind: Annotated[Kind, typer.Argument(help="What the table is of.")],
    file: File,
    maps: Maps = None,
    sheet: SheetName = None,
    faults: Annotated[
        Path | None,
        typer.Option(metavar="OUT.xlsx", help="Write the file back with the faults marked."),
    ] = None,
    rows: Annotated[int, typer.Option(min=0, help="How many rows to show.")] = 3,
    data: Data = None,
    json_wanted: AsJson = False,
) -> None:
    """Show how a table would be read: columns, units, first rows, and all its faults.

    Nothing is taken. Exit 2 where the table has faults. A column that has another title than the
    usual ones is given by --map, and remembered in the data directory.
    """
    logs.configure()
    if faults is not None:
        require_place(faults, "--faults")
    of = KINDS[kind.value]
    content = read_table_file(file)
    table = _read(content, of, _maps(maps or (), of), sheet, data)
    if json_wanted:
        print(json.dumps(as_json(table, str(file)), ensure_ascii=False, indent=1))
    else:
        for line in (*reading_lines(table, str(file)), *row_lines(table, rows)):
            print(printable(line))
    if faults is not None and table.faults:
        write_marked(faults, content, table)
    require_sound(table.faults, str(file))
    if not json_wanted:
        print(f"  共 {len(table.rows)} 行，可以受理 / {len(table.rows)} rows, none with a fault")


@app.command()
def acts(
    kind: Annotated[Kind, typer.Argument(help="What the table is of, but for a portfolio.")],
    file: File,
    jurisdiction: Jurisdiction,
    work_year: WorkYear,
    actor: Annotated[str, typer.Option(help="经办人 / Who takes the acts.")],
    organisation: Annotated[str, typer.Option(help="经办人单位 / Of which organisation.")],
    role: Annotated[Role, role_option("经办人角色 / In which role")],
    maps: Maps = None,
    sheet: SheetName = None,
    data: Data = None,
) -> None:
    """Print the acts of a table, one a line, for `jixiao submit`: a row each, or a target each.

    How the table was read is shown on standard error. Exit 2 where the table has faults: then
    nothing is printed. The projects are those of the budget year --work-year.
    """
    logs.configure()
    of = KINDS[kind.value]
    if of.command is None:
        raise InputError("jixiao table acts", None, "KIND", _WITHOUT_ACTS[of.name])
    table = _read(read_table_file(file), of, _maps(maps or (), of), sheet, data)
    faults = [*table.faults, *faults_of_targets(table)]
    if of.name == "done" and not faults:
        faults += faults_of_done(table, file.parent)
    require_sound(faults, str(file))
    for line in reading_lines(table, str(file)):
        complain(line)
    who = {"id": actor, "organisation": organisation, "role": role.value}
    for act in acts_of(table, jurisdiction, work_year):
        if _DOCUMENT in act:
            act[_DOCUMENT] = str(file.parent / act[_DOCUMENT])
        print(json.dumps({"actor": who, **act}, ensure_ascii=False))


@app.command()
def columns(kind: Annotated[Kind, typer.Argument(help="What the table is of.")]) -> None:
    """Show the columns of a kind of table: title, field, what each holds, and other titles."""
    for one in KINDS[kind.value].columns:
        others = f"（也可写作 {'、'.join(one.synonyms)}）" if one.synonyms else ""
        need = "必填" if one.required else "选填"
        print(f"{one.title} {one.field}\t{need}\t{holds_words(one)}\t{others}")


@app.command()
def template(
    kind: Annotated[Kind, typer.Argument(help="What the table is of.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="空表 / The file to write.")],
) -> None:
    """Write an empty workbook for a kind of table, with its titles and drop-downs.

    A file that is there is not written over.
    """
    from console.starting.workbooks import template as made  # noqa: PLC0415

    if out.suffix.lower() != ".xlsx" or out.exists():
        why = "须为尚不存在的 .xlsx 文件 / must be an .xlsx file that is not there yet"
        raise InputError("jixiao table template", None, "OUT.xlsx", why)
    require_place(out, "OUT.xlsx")
    out.write_bytes(made(KINDS[kind.value]))
    print(printable(f"已生成 written {out}"))


def _read(
    content: bytes, kind: TableKind, said: Fields, sheet: str | None, data: Path | None
) -> Table:
    remembered = RememberedColumns(data_dir(data))
    given = remembered.given(kind, said)
    if kind.name == "portfolio":
        table = read_portfolio(content, given, sheet).table
    else:
        table = read_table(content, kind, given, sheet)
    if said and not any(one.field == "header" for one in table.faults):
        remembered.remember(kind, table.titles, {**given(table.titles)})
    return table


def _maps(maps: Sequence[str], kind: TableKind) -> Fields:
    try:
        return fields_said(dict(one.rpartition("=")[::2] for one in maps), kind)
    except ValueError as error:
        raise InputError("jixiao table", None, "--map", str(error)) from None
