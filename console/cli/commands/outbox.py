"""`jixiao outbox`: the notices, the state of each, and sending some again."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from activities.notifications.letter_sending import LetterSender
from activities.notifications.letter_settings import BadSettings, mail_settings
from activities.notifications.outbox_filler import OutboxFiller
from console import logs
from console.cli.errors import InputError
from console.cli.options import AsJson, Data, StoreUrl
from console.settings import data_dir, engine_address, store_url
from domain.shared.names import role_name
from store.factory import open_log, open_outbox
from store.outbox import LetterState, OutboxRow, UnknownLetter

app = typer.Typer(
    no_args_is_help=True, help="通知发件箱 / Notices: reminders, returns and the like."
)


def register(root: typer.Typer) -> None:
    """Add the commands."""
    root.add_typer(app, name="outbox")


_ADDRESSED = re.compile("致：(.+)")
"""The first line of a letter: role, code and name of its recipient."""
_STATES = {
    LetterState.PENDING: "待发 pending",
    LetterState.SENT: "已发 sent",
    LetterState.FAILED: "失败 failed",
}


def require_mail_settings(directory: Path) -> None:
    """Raise `InputError` if the data directory's notices.yaml is unusable."""
    try:
        mail_settings(directory)
    except BadSettings as error:
        raise InputError(error.file, error.line, error.field, error.why) from error


def write_notices(url: str, directory: Path) -> None:
    """Write the notices of a drill as files; none is mailed."""
    with closing(open_log(url)) as log, closing(open_outbox(url)) as outbox:
        OutboxFiller(log, outbox, directory, drill=True).catch_up()
        done = LetterSender(outbox, directory).run()
    print(f"通知 notices: {done.sent} → {directory / 'notices'}")
    if done.waits:
        raise InputError(str(directory / "notices"), None, "file", done.waits)


@app.command(name="list")
def list_letters(
    state: Annotated[
        LetterState | None, typer.Option(help="仅此状态 / Only those in this state.")
    ] = None,
    data: Data = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """List the notices in the order of the log, with their state, tries and last error."""
    logs.configure()
    with closing(open_outbox(store_url(data_dir(data), store))) as outbox:
        rows = outbox.rows(state)
    if as_json:
        print(json.dumps([_as_json(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        print(_line(row))
    counted = Counter(row.state for row in rows)
    print("，".join(f"{words} {counted[one]}" for one, words in _STATES.items()))


@app.command()
def resend(
    letters: Annotated[
        list[UUID] | None,
        typer.Argument(metavar="ID", help="Ids, as `jixiao outbox list` has them."),
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that failed.")] = False,
    data: Data = None,
    store: StoreUrl = None,
) -> None:
    """Have notices sent once more; the running stack does it within a moment."""
    logs.configure()
    directory = data_dir(data)
    require_mail_settings(directory)
    address = engine_address(directory)
    if bool(letters) == failed:
        raise InputError(
            "jixiao outbox resend",
            None,
            "ID",
            "请写编号或 --failed，二者择一 / name ids, or --failed, not both",
        )
    with closing(open_outbox(store_url(directory, store))) as outbox:
        try:
            again = outbox.failed_again() if failed else outbox.again(letters or [])
        except UnknownLetter as error:
            raise InputError(
                "jixiao outbox resend", None, "ID", f"没有通知 {error} / no notice {error}"
            ) from error
    print(f"重发 to be sent again: {again}")
    if address is None:
        print(f"下一步 next: jixiao up --data {directory}")


def _as_json(row: OutboxRow) -> dict[str, Any]:
    letter = row.letter
    return {
        "id": str(letter.letter_id),
        "event_id": str(letter.event_id),
        "channel": letter.channel,
        "role": letter.role,
        "organisation": letter.organisation,
        "day": letter.day.isoformat(),
        "title": letter.title,
        "body": letter.body,
        "state": row.state,
        "attempts": row.attempts,
        "last_error": row.last_error,
    }


def _line(row: OutboxRow) -> str:
    letter = row.letter
    whom = _ADDRESSED.match(letter.body)
    to = whom[1] if whom else f"{role_name(letter.role)}（{letter.organisation}）"
    tried = f"，{row.attempts} 次 tries" if row.attempts > 1 else ""
    why = f"：{row.last_error}" if row.last_error else ""
    return (
        f"{letter.letter_id}  {letter.day}  {letter.channel}  {_STATES[row.state]}{tried}{why}  "
        f"→ {to}  {letter.title}"
    )
