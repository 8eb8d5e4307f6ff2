"""`jixiao year-open`: propose the next work year from a work year in the log, and open it."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from console import logs
from console.cli import suggestions
from console.cli.errors import InputError, complain, complain_of, printable
from console.cli.options import AsJson, Data, Folder, Official, OpenYear, StoreUrl
from console.settings import data_dir, engine_address, store_url

if TYPE_CHECKING:
    from console.next_year.year_before import YearBefore

BAD_INPUT, REFUSED, NOT_AVAILABLE = 2, 3, 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(year_open)


def year_open(
    from_year: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="CODE/YEAR",
            help="上一工作年度，如 652825/2026 / The work year to begin from.",
            autocompletion=suggestions.subjects,
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="项目清单 / The portfolio, .xlsx or .csv (default: CODE/portfolio-YEAR.xlsx below"
            " --folder).",
        ),
    ] = None,
    folder: Folder = Path(),
    last_year_amounts: Annotated[
        bool,
        typer.Option(
            "--last-year-amounts",
            help="未填的年初预算数按上年预算数填入清单 / Fill the empty amounts of continuing rows "
            "with last year's.",
        ),
    ] = False,
    open_year: OpenYear = False,
    actor: Official = None,
    organisation: Annotated[
        str | None,
        typer.Option(help="财政部门机构编码 / Code of the bureau (default: last year's)."),
    ] = None,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Propose the work year that follows a year in the log, show the differences, and open it.

    It writes three files: a portfolio of the projects and units that go on, the approved indicators
    as targets, and the roles that end with the year. Edit them, and run it again: it keeps the
    files that exist. The amounts of the new year are empty, with last year's amounts beside them;
    --last-year-amounts copies these into the portfolio. Each run shows the projects and units that
    are new, go on, ended or changed. It opens the year only on request (--open-year, or a yes on
    the terminal), because an open year cannot be taken back. Exit 0 when nothing is wrong, 2 for
    faults, 3 for a refused act, 1 when the stack does not run or gives no answer.
    """
    logs.configure()
    run = _Run(from_year, data, store, as_json=as_json)
    run.go(file, folder, last_year_amounts=last_year_amounts)
    run.take(actor, organisation, open_year=open_year)
    run.end()


class _Run:
    """One run of the command: the proposal, its differences from last year, the outcome."""

    def __init__(
        self, from_year: str, data: Path | None, store: str | None, *, as_json: bool
    ) -> None:
        self._from, self._data, self._store = from_year, data, store
        self._as_json = as_json
        self._exit = 0
        self._is_open = False
        self._options: list[str] = []

    def go(self, file: Path | None, folder: Path, *, last_year_amounts: bool) -> None:
        """Write the files that are missing, read the others, and show the differences."""
        from console.next_year.draft import Draft  # noqa: PLC0415
        from console.next_year.files import Files  # noqa: PLC0415
        from console.tables.remembered import RememberedColumns  # noqa: PLC0415

        before = self._read_before()
        self._options = ["--file", str(file)] if file else []
        self._options += [] if folder == Path() else ["--folder", str(folder)]
        files = Files.of(folder, before.jurisdiction, before.next_year, file)
        self._draft = Draft(before, files, RememberedColumns(data_dir(self._data)))
        if before.next_portfolio is not None:
            self._require_ours(before.next_portfolio)
            return
        for path in files.make(before):
            self._say(f"已生成 written {path}")
        self._draft.look()
        if self._draft.found.fillable and last_year_amounts:
            self._fill()
        self._show()
        if self._draft.found.fillable and self._wants_amounts():
            self._fill()
            self._show()

    def _read_before(self) -> YearBefore:
        from console.next_year.year_before import read_year_before  # noqa: PLC0415
        from domain.kernel.subject_ids import SubjectKind, subject_of  # noqa: PLC0415
        from store.factory import open_log  # noqa: PLC0415

        subject = subject_of(self._from)
        if subject is None or subject.kind is not SubjectKind.JURISDICTION_YEAR:
            self._refuse("应写作 代码/年度，如 652825/2026 / write CODE/YEAR, as 652825/2026")
        with closing(open_log(store_url(data_dir(self._data), self._store))) as log:
            before = read_year_before(log, subject.jurisdiction, subject.year or 0)
        if before is None:
            self._refuse(
                f"库中没有已启动的 {self._from}，请核对代码和年度 / {self._from} is not open in "
                "this log: check code and year"
            )
        return before

    def _refuse(self, why: str) -> NoReturn:
        raise InputError("jixiao year-open", None, "--from", why)

    @property
    def _following(self) -> str:
        """The work year that is proposed, as a subject."""
        return self._draft.before.following

    def _require_ours(self, opened: str) -> None:
        """If the open year has this portfolio, nothing is left to do; otherwise refuse."""
        if not self._draft.is_opened_as(opened):
            self._refuse(
                f"{self._following} 已启动，不能再次启动；新增项目请用 project.add，新增单位请用 "
                f"unit.add / {self._following} is open already: add projects by project.add, units "
                "by unit.add"
            )
        self._is_open = True
        path = self._draft.files.portfolio
        self._say(f"{self._following} 已按 {path} 启动 is open with this portfolio")

    def _fill(self) -> None:
        rows, file = self._draft.fill(), self._draft.files.portfolio
        self._say(f"已按上年预算数填入 {rows} 行，写入 {file} / last year's amounts are filled in")

    def _wants_amounts(self) -> bool:
        found = self._draft.found
        if not sys.stdin.isatty() or found.faults:
            return False
        return typer.confirm(
            f"{len(found.fillable)} 行未填年初预算数，按上年预算数填入清单（合计 "
            f"{self._draft.proposed:,} 元）？ Fill them with last year's?"
        )

    def _show(self) -> None:
        from console.next_year.shown import lines  # noqa: PLC0415

        draft = self._draft
        if self._as_json:
            return
        print(printable(f"{self._from} → {self._following}：{draft.files.portfolio}"))
        for line in lines(draft):
            print(line)

    def take(self, actor: str | None, organisation: str | None, *, open_year: bool) -> None:
        """Open the year if the portfolio is complete and the user asks for it."""
        if self._is_open:
            return
        found = self._draft.found
        if found.faults:
            complain_of(self._draft.errors)
            self._exit = BAD_INPUT
        elif found.missing and open_year:
            complain(
                f"{self._draft.files.portfolio} 有 {len(found.missing)} 行未填，未启动 / is not "
                "filled in yet: the year is not opened"
            )
            self._exit = BAD_INPUT
        elif not found.missing and (open_year or self._says_yes()):
            self._open(actor, organisation)

    def _says_yes(self) -> bool:
        if not sys.stdin.isatty() or engine_address(data_dir(self._data)) is None:
            return False
        draft = self._draft
        return typer.confirm(
            f"以 {len(draft.portfolio.rows)} 行、项目年初预算合计 {draft.found.total:,} 元启动 "
            f"{self._following}？启动后不能撤回 / Open the year? It cannot be taken back"
        )

    def _open(self, actor: str | None, organisation: str | None) -> None:
        from console.cli.commands.submit import deliver  # noqa: PLC0415
        from console.cli.input.act_ids import Frame  # noqa: PLC0415

        draft = self._draft
        if actor is None and sys.stdin.isatty():
            actor = typer.prompt("财政部门办理人 / who acts")
        if actor is None:
            why = "请写明财政部门办理人 / say who acts"
            raise InputError("jixiao year-open", None, "--actor", why)
        if not draft.is_as_shown():
            why = "在显示之后有改动，请再次执行 / was changed since it was shown: run this again"
            raise InputError(str(draft.files.portfolio), None, "file", why)
        if engine_address(data_dir(self._data)) is None:
            up = f"jixiao up{self._where()}"
            complain(f"没有运行中的 jixiao，请先执行 {up} / no stack runs: start `{up}`")
            self._exit = NOT_AVAILABLE
            return
        act = draft.opening(actor, organisation)
        try:
            deliver(
                [("year-open", json.dumps(act, ensure_ascii=False).encode())],
                Frame(draft.before.jurisdiction, draft.before.next_year),
                data=self._data,
                store=self._store,
                dry_run=False,
                as_json=self._as_json,
            )
        except typer.Exit as ended:
            self._exit = ended.exit_code
        else:
            self._is_open = True

    def end(self) -> None:
        """Say what to do next, and end."""
        from console.next_year.following import next_steps  # noqa: PLC0415
        from console.next_year.shown import as_json  # noqa: PLC0415

        draft = self._draft
        if self._as_json:
            told = {"from": self._from, "open": self._is_open, **as_json(draft)}
            print(json.dumps(told, ensure_ascii=False, default=str))
        elif self._exit == 0:
            steps = next_steps(draft, self._command, self._where(), is_open=self._is_open)
            for line in steps:
                print(printable(f"下一步 next: {line}"))
        if self._exit:
            raise typer.Exit(self._exit)

    def _say(self, line: str) -> None:
        print(printable(line), file=sys.stderr if self._as_json else sys.stdout, flush=True)

    def _command(self, *words: str) -> str:
        """Give the command line that runs the command again."""
        named = ["jixiao", "year-open", "--from", self._from, *self._options, *words]
        return join(named) + self._where()

    def _where(self) -> str:
        words = ["--data", str(self._data)] if self._data else []
        words += ["--store", self._store] if self._store else []
        return f" {join(words)}" if words else ""
