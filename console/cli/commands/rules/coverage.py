"""`jixiao rules coverage`: the rules of each clause of the documents, counted per document."""

from __future__ import annotations

from typing import Annotated

import typer

from console.cli.errors import complain
from console.cli.render.rules_output import BAD_INPUT, say
from domain.rules import PackError
from domain.rules.engine.coverage import KINDS, counted, coverage_faults, read_coverage
from domain.rules.engine.questions import encode
from domain.rules.engine.sources import Clause, clause_list
from store.packs.packaged_packs import packaged_clauses, packaged_packs, packaged_source

FILE = "coverage.yaml"
_NAMES = {
    "clauses": "条款",
    "rule": "规则",
    "step": "环节",
    "act": "行为",
    "figure": "数字",
    "artefact": "文书",
    "role": "角色",
    "principle": "原则",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="coverage")(coverage)


def coverage(
    clause: Annotated[
        str | None, typer.Option(help="只看一个条款 / One clause only, as JS-037.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
) -> None:
    """Show where the clauses land; exit code 2 where one lands nowhere or on nothing."""
    text, clauses = packaged_source(FILE), clause_list(packaged_clauses())
    try:
        covered, _ = read_coverage(text, FILE)
        faults = coverage_faults(text, FILE, packaged_packs(), clauses)
    except PackError as error:
        say(*(str(fault) for fault in error.faults))
        raise typer.Exit(BAD_INPUT) from None
    if clause is not None and clause not in covered.clauses:
        complain(f"clause: 没有此条款 / no clause {clause}")
        raise typer.Exit(BAD_INPUT)
    landing = {one: list(covered.clauses[one]) for one in ([clause] if clause else covered.clauses)}
    table = counted(covered, clauses)
    if as_json:
        say(encode({"documents": table, "clauses": landing, "faults": list(map(str, faults))}))
    elif clause is not None:
        say(f"{clause} {clauses[clause].quote}", *landing[clause])
    else:
        _show(table, clauses)
        say(*(str(fault) for fault in faults))
    if faults:
        raise typer.Exit(BAD_INPUT)


def _show(counts: dict[str, dict[str, int]], clauses: dict[str, Clause]) -> None:
    from rich.console import Console  # noqa: PLC0415 - Rich is slow to import
    from rich.table import Table  # noqa: PLC0415

    codes = {clause.document: clause.id.partition("-")[0] for clause in clauses.values()}
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("文件\nDocument")
    for kind in ("clauses", *KINDS):
        table.add_column(f"{_NAMES[kind]}\n{kind}", justify="right")
    for document, row in counts.items():
        table.add_row(codes[document], *(str(number) for number in row.values()))
    columns = zip(*(row.values() for row in counts.values()), strict=True)
    table.add_row("合计", *(str(sum(column)) for column in columns))
    Console().print(table)
