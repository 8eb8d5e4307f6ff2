"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from console.cli import suggestions
from console.settings import directory_word
from console.tables.role_words import role_of, roles_listed
from domain.kernel.plain_text import shown
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role


def _year(name: str, said: str) -> Any:
    return typer.Option(name, min=1, max=9999, help=said, autocompletion=suggestions.years)


Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        parser=directory_word,
        help="Data directory (default: JIXIAO_DATA, or the user's own).",
        metavar="DIR",
    ),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store", help="URL of the event log (default: JIXIAO_STORE, or in the data directory)."
    ),
]
Jurisdiction = Annotated[
    str,
    typer.Option(
        "--jurisdiction",
        help="Code of the jurisdiction, as 652825.",
        autocompletion=suggestions.jurisdictions,
    ),
]
WorkYear = Annotated[
    int,
    _year("--work-year", "Work year, as 2023."),
]
OneWorkYear = Annotated[
    int | None,
    _year("--work-year", "Work year, as 2023 (default: all years)."),
]
NewestWorkYear = Annotated[
    int | None,
    _year("--work-year", "Work year, as 2026 (default: the newest with projects)."),
]
Folder = Annotated[
    Path,
    typer.Option("--folder", help="其下建立以代码命名的文件夹 / Where the folder CODE/ is made."),
]
OpenYear = Annotated[
    bool,
    typer.Option("--open-year", help="清单已填全，启动年度 / Open the year with the portfolio."),
]
Official = Annotated[
    str | None,
    typer.Option("--actor", help="财政部门办理人 / Id of the finance official who acts."),
]
OldNames = Mapping[str, Callable[[str], str]]
BUDGET_YEAR_WAS_YEAR: OldNames = {
    "token_normalize_func": lambda name: "budget-year" if name == "year" else name
}
"""Settings of a command that takes `--year`, an older name of `--budget-year` that no help shows.

(docs/command-line.md, 1291)
"""
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Decide the acts in order and store nothing.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="截至该日已记录的 / As known at the end of this day: what was recorded by it.",
        metavar="DATE",
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        "--on", help="截至该日已生效的 / What took effect by the end of this day.", metavar="DATE"
    ),
]
OneJurisdiction = Annotated[
    str | None,
    typer.Option(
        "--jurisdiction",
        help="Code of the jurisdiction (default: the only one).",
        autocompletion=suggestions.jurisdictions,
    ),
]
BudgetYear = Annotated[
    int | None,
    _year("--budget-year", "Budget year (default: the newest with projects)."),
]
Kind = Annotated[
    SubjectKind | None, typer.Option("--kind", help="A kind of subject (default: every one).")
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", help="Code of a unit.", autocompletion=suggestions.units),
]
Section = Annotated[
    str | None,
    typer.Option("--section", help="科室编码 / Only what a section of the bureau is in charge of."),
]
Phase = Annotated[
    str | None, typer.Option("--phase", help="A phase; `monitoring` stands for its months.")
]


def role_word(text: str) -> Role:
    """The role that a word says, in Chinese or by its id; refuses any other word."""
    role = role_of(text)
    if role is None:
        raise typer.BadParameter(
            f"{shown(text)} 不是角色，可填：{roles_listed()} / is no role: write one of these"
        )
    return role


def role_option(said: str) -> Any:
    """The option `--role`, which takes the Chinese name of a role or its id."""
    return typer.Option(
        "--role",
        help=f"{said}（如 财政部门 或 finance）",
        parser=role_word,
        metavar="ROLE",
        autocompletion=suggestions.roles,
    )


Responsible = Annotated[
    Role | None, role_option("责任角色 / Who is responsible for what waits or is due")
]
