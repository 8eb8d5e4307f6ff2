"""`jixiao submit`: send an act or a file of acts to the running stack, or try them without it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.business_clock import NotNow, require_not_behind
from activities.command_handler import CommandHandler
from activities.submission import LogGone, NotSettled
from activities.submission import submit as submit_act
from console import logs
from console.cli import delivery
from console.cli.awaited_opening import registered
from console.cli.delivery import NOT_DONE, Receipt, out_of_turn
from console.cli.earlier_acts import EarlierActs
from console.cli.errors import InputError, complain, complain_of, printable
from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import ActLine, ActLines
from console.cli.input.engine_address import require_address
from console.cli.input.input_file import read_input
from console.cli.input.scenario_defaults import Filling
from console.cli.options import AsJson, Data, DryRun, StoreUrl
from console.cli.render.opening_note import json_of_opening, opening_note, opening_of
from console.cli.render.receipts import json_of, line_of
from console.cli.render.table_read import show_tables
from console.settings import data_dir, running_log, store_url
from console.tables.remembered import RememberedColumns
from domain.kernel.refusal import Code
from domain.kernel.request import Request
from domain.kernel.vocabulary import SHANGHAI
from store import clock
from store.factory import home_at, open_log
from store.home import require_home
from store.kind import require_kind
from store.port import EventLog, FilesGone, LogKind
from store.views.overlay import Overlay

REFUSED = 3
BAD_INPUT = 2
NOT_AVAILABLE = 1
ONLY_IN_A_DRILL = (
    "只有演练可以指定办理日期，请删去此项；办理时间以提交时为准 / "
    "only a drill dates acts: leave it out, an act is of the time when it is submitted"
)

_OF_THE_ACTOR = {Code.ROLE_NOT_HELD, Code.WRONG_ORGANISATION, Code.WRONG_ROLE}
"""The refusals that are about the actor: the same on each line that the actor has in a file."""

Source = tuple[str, bytes]
"""A file of acts: its name and its content."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(submit)


def submit(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help="Files of acts (JSONL, one act a line), or - for standard input."
        ),
    ],
    jurisdiction: Annotated[str | None, typer.Option(help="Where lines name no subject.")] = None,
    work_year: Annotated[
        int | None, typer.Option(min=1, max=9999, help="Where lines name no subject.")
    ] = None,
    data: Data = None,
    store: StoreUrl = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Send acts to the running stack; exit 3 when one is refused, 2 for a file that cannot be read.

    All files are read and checked before the first act is sent, and all their faults are named.
    Each act has a receipt: 已办理 (taken), 已办理过 (taken before and not again), 不予办理
    (refused), 仍不予办理 (refused as before). So a file may be sent again at any time: no act is
    taken twice, and a refused act is decided again. "again": 2 in a line means the same act for a
    second time. Exit 0 when each act is taken now or was before, 1 when the stack gives no answer:
    then send the same file again. A line with `on` is refused: only a drill dates acts. A note
    after the receipt of an opened year lists rows of other years, if any. --json has the kind of
    the `log` (real or simulated) with each act, and `dry_run` where nothing was sent; `opening` has
    the lines of each budget year of a portfolio.
    """
    logs.configure()
    frame = Frame(jurisdiction, work_year)
    sources = [(str(file), read_input(file)) for file in files]
    deliver(sources, frame, data=data, store=store, dry_run=dry_run, as_json=as_json)


def deliver(
    sources: Sequence[Source],
    frame: Frame,
    *,
    data: Path | None,
    store: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send or try the acts of some files, and show the outcome of each as soon as it is known.

    Raises `InputError` before the first one is sent, and `typer.Exit` for faults and refusals.
    """
    directory = data_dir(data)
    filling = Filling(remembered=RememberedColumns(directory))
    acts = _read(sources, frame, filling)
    show_tables(filling.tables)
    if not dry_run:
        _require_files(directory)
    url = store_url(directory, store)
    with _taking(), closing(open_log(url)) as log:
        identity = log.identity()
        require_kind(identity, LogKind.REAL)
        _require_sound(out_of_turn(acts, EarlierActs(log)))
        shown = _Shown(identity.kind, dry_run=dry_run, as_json=as_json)
        shown.content = lambda sha256: filling.content(sha256) or log.content(sha256)
        if dry_run:
            _try(log, acts, filling, shown)
        else:
            address = require_address(directory)
            require_home(home_at(url))
            for needed in filling.contents():
                log.put_content(needed)
            _send(address, log, acts, shown)
    shown.finish()
    if shown.is_any_not_done:
        raise typer.Exit(REFUSED)


def _read(sources: Sequence[Source], frame: Frame, filling: Filling) -> list[ActLine]:
    """Read all files; the faults of all lines are reported together."""
    acts, faults = ActLines(frame, dated=False, fill=filling), []
    for file, content in sources:
        before, seen = len(acts.lines), len(acts.faults)
        acts.read(content, file)
        dated = [act for act in acts.lines[before:] if act.says_on]
        found = acts.faults[seen:]
        found += [InputError(file, act.line, "on", ONLY_IN_A_DRILL) for act in dated]
        faults += sorted(found, key=lambda fault: (fault.file != file, fault.line or 0))
        if not found and len(acts.lines) == before:
            faults.append(InputError(file, None, "file", "has no act"))
    _require_sound(faults)
    return acts.lines


def _require_sound(faults: Sequence[InputError]) -> None:
    if len(faults) == 1:
        raise faults[0]
    complain_of(faults)
    if faults:
        raise typer.Exit(BAD_INPUT)


class _Shown:
    """Prints each receipt as it comes; receipts of refusals go to standard error."""

    def __init__(self, kind: LogKind | None, *, dry_run: bool, as_json: bool) -> None:
        self.count, self.is_any_not_done = 0, False
        self._kind, self._dry_run, self._as_json = kind, dry_run, as_json
        self._of_actor: Counter[tuple[str, str, str]] = Counter()
        self.content: Callable[[str], bytes] = lambda _sha256: b""

    def finish(self) -> None:
        """Print how many lines had each refusal of an actor that was printed once."""
        for (file, actor, _), count in self._of_actor.items():
            if count > 1:
                complain(
                    f"{file}: {actor}: 上述经办人原因共使 {count} 行未办理，只列首行 / "
                    f"this refusal of the actor holds for {count} lines, the first is named"
                )

    def _is_first_of_actor(self, receipt: Receipt) -> bool:
        """Whether a refusal is to be printed: one of the actor is, on the first of its lines."""
        outcome = receipt.outcome or {}
        if outcome.get("code") not in _OF_THE_ACTOR:
            return True
        request, zh = receipt.act.request, outcome["zh"]
        actor = request.actor
        of = (actor.id, actor.organisation, actor.role, request.command)
        which = (receipt.act.file, " ".join(of), zh)
        self._of_actor[which] += 1
        return self._of_actor[which] == 1

    def show(self, receipt: Receipt) -> None:
        """Print a receipt at once, because a later act may fail."""
        self.count += 1
        is_done = receipt.came not in NOT_DONE
        self.is_any_not_done |= not is_done
        line = line_of(receipt, self._kind, dry_run=self._dry_run)
        if not is_done and self._is_first_of_actor(receipt):
            complain(line)
        opening = opening_of(receipt.act.request, self.content) if is_done else None
        if self._as_json:
            told = json_of(receipt, self._kind, dry_run=self._dry_run) | json_of_opening(opening)
            print(json.dumps(told, ensure_ascii=False), flush=True)
        elif is_done:
            print(printable(line), flush=True)
            if opening is not None and (note := opening_note(opening)):
                print(printable(f"{receipt.act.place}: {note}"), flush=True)


def _try(log: EventLog, acts: Sequence[ActLine], filling: Filling, shown: _Shown) -> None:
    """Decide the acts one after the other on the log, without writing to it."""
    overlay = Overlay(log)
    for content in filling.contents():
        overlay.put_content(content)
    deciding = CommandHandler(overlay)
    at = clock.now().astimezone(SHANGHAI)

    async def take(request: Request) -> dict[str, Any]:
        return deciding.submit(request, at).outcome

    async def all_of_them() -> None:
        async for receipt in delivery.deliver(acts, EarlierActs(overlay), take):
            shown.show(receipt)

    try:
        require_not_behind(log)
        asyncio.run(all_of_them())
    except NotNow as why:
        complain(str(why))
        raise typer.Exit(NOT_AVAILABLE) from why


def _send(address: str, log: EventLog, acts: Sequence[ActLine], shown: _Shown) -> None:
    async def send() -> None:
        # only a sender needs the engine
        from console.engine.binding import binding_of, require_ours  # noqa: PLC0415
        from console.engine.connection import connect  # noqa: PLC0415

        client = await connect(address)
        require_ours(await binding_of(client, log.identity()), log.identity())
        said = set[str]()

        def waits(why: str) -> None:
            if why not in said:
                complain(f"等待 waiting: {why}")
            said.add(why)

        async def take(request: Request) -> dict[str, Any]:
            await registered(log, request.subject)
            return await submit_act(client, request, waits=waits)

        async def anew(request: Request) -> dict[str, Any]:
            return await submit_act(client, request, waits=waits, anew=True)

        async for receipt in delivery.deliver(acts, EarlierActs(log), take, anew):
            shown.show(receipt)

    try:
        asyncio.run(send())
    except LogGone:
        raise
    except NotSettled as error:
        complain(_unsettled(acts[shown.count :], error))
        raise typer.Exit(NOT_AVAILABLE) from error


@contextmanager
def _taking() -> Iterator[None]:
    """If the log loses a file, say that no further act is taken, and exit."""
    try:
        yield
    except (LogGone, FilesGone) as error:
        complain(_not_taken(str(error)))
        raise typer.Exit(NOT_AVAILABLE) from error


def _require_files(directory: Path) -> None:
    """Raise an error if the running stack notes that its log has lost a file."""
    gone = running_log(directory)
    if gone is not None:
        complain(_not_taken(gone))
        raise typer.Exit(NOT_AVAILABLE)


def _not_taken(gone: str) -> str:
    zh, _, en = gone.partition(" / ")
    return (
        f"未办理：{zh}；处理后请重新提交同一文件，已办的不会重复办理 / not taken: {en or zh}; then "
        "send the same file again, no act is taken twice"
    )


def _unsettled(left: Sequence[ActLine], error: NotSettled) -> str:
    """The message for the first unsettled act: the reason, and to send the file again."""
    more_zh = f"；其后 {len(left) - 1} 项未提交" if len(left) > 1 else ""
    more_en = f"; the {len(left) - 1} after it were not sent" if len(left) > 1 else ""
    return (
        f"{left[0].place}: 尚未办结{more_zh}，请稍后重新提交同一文件 / "
        f"{error}{more_en}; send the same file again"
    )
