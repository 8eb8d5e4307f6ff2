"""`jixiao init`: lead a county from an empty directory to an open year, step by step."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Annotated

import typer

from console import logs
from console.cli.errors import InputError, complain, printable
from console.cli.options import AsJson, Data, Folder, Official, OpenYear, StoreUrl
from console.cli.render.output_file import require_place
from console.settings import data_dir, engine_address, store_url

if TYPE_CHECKING:
    from console.starting.answers import Answers
    from console.starting.county import Act, County, Stand, Step

BAD_INPUT, REFUSED, NOT_AVAILABLE = 2, 3, 1

Text = str | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)


def init(
    code: Annotated[
        Text, typer.Option(help="行政区划代码 / Code of the county (GB/T 2260), as 653130.")
    ] = None,
    name: Annotated[Text, typer.Option(help="全称 / Its name, as 巴楚县.")] = None,
    parent: Annotated[
        Text, typer.Option(help="上级地州市代码 / Code of the level above (default: by the code).")
    ] = None,
    work_year: Annotated[Text, typer.Option(help="工作年度 / Work year, as 2026.")] = None,
    actor: Official = None,
    organisation: Annotated[
        Text, typer.Option(help="财政部门机构编码 / Code of the bureau (default: CODE-finance).")
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE,NAME[,DEPARTMENT]",
            help="单位：编码,名称[,主管部门编码]，可多次 / A unit; may be given several times.",
        ),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="答复文件 / A file of answers.")
    ] = None,
    folder: Folder = Path(),
    open_year: OpenYear = False,
    status: Annotated[
        bool, typer.Option("--status", help="只看进度，什么也不做 / Show the steps, do nothing.")
    ] = False,
    faults: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.xlsx",
            help="把有误的表格标出后写成文件 / Write faulty tables back with their faults marked.",
        ),
    ] = None,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Lead a county without a pack of rules from an empty directory to an open year, step by step.

    On a terminal it asks for the answers that are missing. It writes a folder CODE/ with a skeleton
    of the county's pack, templates of units, people and portfolio, and the answers. Run it again
    after you filled in a file: it skips the steps that are done, and goes as far as it can with the
    others. It opens the year only on request (--open-year, or a yes on the terminal), because an
    open year cannot be taken back. Exit 0 when nothing is wrong, 2 for faults in answers or files,
    3 for a refused act, 1 when the stack does not run or gives no answer.
    """
    logs.configure()
    if faults is not None:
        require_place(faults, "--faults")
    given = {
        "code": code,
        "name": name,
        "parent": parent,
        "work_year": work_year,
        "actor": actor,
        "organisation": organisation,
    }
    options = {key: text for key, text in given.items() if text is not None}
    county = _county(folder, options, unit or [], answers, data, store, only_look=status)
    _Run(county, data, store, faults, as_json=as_json, open_year=open_year).go(only_look=status)


def _county(
    directory: Path,
    options: dict[str, str],
    units: Sequence[str],
    file: Path | None,
    data: Path | None,
    store: str | None,
    *,
    only_look: bool,
) -> County:
    """The county of this run, with the answers of earlier runs and of this one."""
    from console.starting.answers import Answers, read_text  # noqa: PLC0415
    from console.starting.answers_file import read_answers  # noqa: PLC0415
    from console.starting.county import County  # noqa: PLC0415
    from console.starting.folder import Folder  # noqa: PLC0415
    from console.starting.questions import ask_missing, read_unit  # noqa: PLC0415
    from console.tables.remembered import RememberedColumns  # noqa: PLC0415
    from domain.kernel.vocabulary import business_date  # noqa: PLC0415
    from store import clock  # noqa: PLC0415

    told, shape = read_answers(file) if file else (Answers(), [])
    typed = {key: read_text(key, text) for key, text in options.items()}
    named = Answers({**told.given, **typed}, told.units, told.source, told.lines)
    if units:
        sources = {"units": "--unit"}
        named = replace(named, units=tuple(map(read_unit, units)), sources=sources)
    code = named.given.get("code") or _only_code(directory)
    place = Folder.of(directory, code) if code else Folder(directory)
    earlier, shape_before = place.read_answers() if code else (Answers(), [])
    found = named.over(earlier)
    today = business_date(clock.now())
    if not only_look and sys.stdin.isatty():
        found = ask_missing(found, today, lambda so_far: _keep(directory, so_far))
    place = Folder.of(directory, found.get("code")) if found.get("code") else place
    url = store_url(data_dir(data), store)
    remembered = RememberedColumns(data_dir(data))
    return County(place, found, url, today, tuple(shape or shape_before), remembered)


def _only_code(directory: Path) -> str | None:
    """The code of the county whose folder is in a directory; raises `InputError` if several are."""
    from console.starting.folder import Folder  # noqa: PLC0415

    begun = Folder.found(directory)
    if len(begun) > 1:
        codes = ", ".join(one.path.name for one in begun)
        why = f"此处有 {codes}，请用 --code 指明 / there are {codes}: say which by --code"
        raise InputError(str(directory), None, "--code", why)
    return begun[0].path.name if begun else None


def _keep(directory: Path, answers: Answers) -> None:
    """Keep the answers so far, so that an interrupted person continues with the next question."""
    from console.starting.folder import Folder  # noqa: PLC0415
    from console.starting.places import code_fault  # noqa: PLC0415

    if code_fault(answers.get("code")) is None:
        Folder.of(directory, answers.get("code")).write_answers(answers)


def _keep_sound(county: County) -> None:
    """Keep the answers of this run; in the place of a wrong one, what was kept before stays."""
    from console.starting.answers import wrong_answers  # noqa: PLC0415

    answers = county.answers
    wrong = wrong_answers(answers, county.today)
    if wrong:
        answers = answers.without(wrong, county.folder.read_answers()[0])
    _keep(county.folder.path.parent, answers)


class _Run:
    """One run of the command: the steps, their outcome, the exit code."""

    def __init__(
        self,
        county: County,
        data: Path | None,
        store: str | None,
        faults: Path | None,
        *,
        as_json: bool,
        open_year: bool,
    ) -> None:
        self._county, self._data, self._store, self._faults = county, data, store, faults
        self._as_json, self._open_year = as_json, open_year
        self._exit = 0
        self._stack_is_down = False

    def go(self, *, only_look: bool) -> None:
        """Do what can be done, then show the steps and the next command."""
        from console.starting.run import run  # noqa: PLC0415
        from console.starting.steps import answers_stand  # noqa: PLC0415
        from deploy.errors import EngineError  # noqa: PLC0415

        if not only_look:
            _keep_sound(self._county)
        if answers_stand(self._county).is_done and not only_look:
            try:
                run(self._county, self._submit, self._may, self._say, after_step)
            except typer.Exit as ended:
                self._exit = ended.exit_code
            except EngineError as error:  # the stack was killed
                complain(str(error))
                self._stack_is_down = True
        self._show()

    def _may(self, stand: Stand) -> bool:
        from console.starting.county import Step  # noqa: PLC0415

        if engine_address(data_dir(self._data)) is None:
            self._stack_is_down = True
            return False
        if stand.step is not Step.YEAR or self._open_year:
            return True
        if not sys.stdin.isatty():
            return False
        return typer.confirm(
            f"以 {stand.told} 启动年度？启动后不能撤回 / Open the year? It cannot be taken back"
        )

    def _submit(self, step: Step, acts: Sequence[Act]) -> None:
        from console.cli.commands.submit import deliver  # noqa: PLC0415
        from console.cli.input.act_ids import Frame  # noqa: PLC0415
        from console.starting.lines import lines_of  # noqa: PLC0415

        county = self._county
        frame = Frame(county.code, county.answers.work_year)
        content = lines_of(acts, frame, county.store_url)
        try:
            deliver(
                [(f"init {step.value}", content)],
                frame,
                data=self._data,
                store=self._store,
                dry_run=False,
                as_json=self._as_json,
            )
        except typer.Exit as ended:
            self._exit = ended.exit_code
            if ended.exit_code != REFUSED:
                raise

    def _say(self, line: str) -> None:
        print(printable(line), file=sys.stderr if self._as_json else sys.stdout, flush=True)

    def _show(self) -> None:
        from console.starting import shown  # noqa: PLC0415
        from console.starting.steps import stands  # noqa: PLC0415

        county = self._county.refreshed()
        found = stands(county)
        is_down = self._stack_is_down or engine_address(data_dir(self._data)) is None
        up = f"jixiao up{self._where()}" if is_down else None
        following = shown.following(found, self._command, up, self._after_all())
        if self._as_json:
            told = shown.as_json(found, str(county.folder.path), following)
            print(json.dumps(told, ensure_ascii=False))
        else:
            for line in shown.lines(found):
                print(line)
            print(printable(f"下一步 next: {following}"))
            if shown.is_late(found, county):
                print(printable(f"{shown.BEFORE}: {self._catch_up()}"))
        self._mark(found)
        if self._stack_is_down and self._exit == 0:
            complain(f"没有运行中的 jixiao，办理事项前请先执行 {up} / no stack runs: start `{up}`")
            self._exit = NOT_AVAILABLE
        if any(stand.faults for stand in found) or found[0].missing:
            self._exit = self._exit or BAD_INPUT
        if self._exit:
            raise typer.Exit(self._exit)

    def _mark(self, found: Sequence[Stand]) -> None:
        """Write a copy of each file that has faults, with the faults marked (--faults)."""
        from console.cli.render.marked_file import write_marked  # noqa: PLC0415

        reads = [one.read for one in found if one.read and one.read.table.faults]
        if self._faults is None:
            return
        if not reads:
            complain("表格无误，没有写出标注文件 / no table has a fault, so no file is written")
        for read in reads:
            many = len(reads) > 1
            stem = f"{self._faults.stem}-{read.path.stem}" if many else self._faults.stem
            write_marked(self._faults.with_name(f"{stem}.xlsx"), read.original, read.table)

    def _command(self, *words: str) -> str:
        """Give the command line that runs the command again."""
        where = self._county.folder.path
        named = [] if where.parent == Path() else ["--folder", str(where.parent)]
        code = ["--code", where.name] if where.name.isdigit() else []
        return join(["jixiao", "init", *code, *named, *words]) + self._where()

    def _where(self) -> str:
        words = ["--data", str(self._data)] if self._data else []
        words += ["--store", self._store] if self._store else []
        return f" {join(words)}" if words else ""

    def _catch_up(self) -> str:
        answers = self._county.answers
        of = ["--jurisdiction", answers.get("code"), "--work-year", answers.get("work_year")]
        return join(["jixiao", "catch-up", *of]) + self._where()

    def _after_all(self) -> str:
        county = self._county
        of = [
            "--jurisdiction",
            county.answers.get("code"),
            "--budget-year",
            county.answers.get("work_year"),
        ]
        return join(["jixiao", "status", *of]) + self._where()


def after_step(step: Step) -> None:
    """Called after each step; a test ends the process here."""
