"""Receipts of acts: a line for people, and the same as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.cli.delivery import Came, Receipt
from console.cli.render.kind_words import receipt_of
from domain.kernel.vocabulary import SHANGHAI, business_date
from store.port import LogKind

_WORDS = {
    Came.TAKEN: "已办理 taken",
    Came.ALREADY_TAKEN: "已办理过 already taken",
    Came.REFUSED: "不予办理 refused",
    Came.REFUSED_AS_BEFORE: "仍不予办理 refused as before",
    Came.NOT_SENT: "未提交 not sent",
}
_ONCE_IS_ENOUGH = {"attach"}
"""A document is attached once: a second time would be refused."""

_WOULD_BE = {
    Came.TAKEN: "将予办理 would be taken",
    Came.REFUSED: "将不予办理 would be refused",
    Came.REFUSED_AS_BEFORE: "仍将不予办理 would be refused as before",
    Came.NOT_SENT: "将不提交 would not be sent",
}


def line_of(receipt: Receipt, kind: LogKind | None, *, dry_run: bool) -> str:
    """A receipt as one line: file and line, what came of the act, and what to do next."""
    words = {**_WORDS, **(_WOULD_BE if dry_run else {})}[receipt.came]
    act, when = receipt.act, _when(receipt, dry_run=dry_run)
    is_tried = dry_run and receipt.came is not Came.ALREADY_TAKEN
    subject = f"{receipt_of(kind, dry_run=is_tried)}{act.request.subject}"
    return f"{act.place}: {words}{when}: {subject}: {_SAYS[receipt.came](receipt)}"


def json_of(receipt: Receipt, kind: LogKind | None, *, dry_run: bool) -> dict[str, Any]:
    """The receipt as JSON: `receipt` is the result, `again` the number of the next repetition."""
    act, refused, row = receipt.act, receipt.earlier.refused, receipt.row
    is_repeat = receipt.came is Came.ALREADY_TAKEN
    at = row.recorded_at.isoformat() if row and (is_repeat or not dry_run) else None
    return {
        "log": kind.value if kind else None,
        "file": act.file,
        "line": act.line,
        "receipt": receipt.came.value,
        "dry_run": dry_run,
        "subject": act.request.subject,
        "command": act.request.command,
        "command_id": str(row.command_id if row else receipt.earlier.request.command_id),
        "at": at,
        "refused_at": refused.recorded_at.isoformat() if refused else None,
        "again": _next_time(receipt),
        "outcome": receipt.outcome,
    }


def _next_time(receipt: Receipt) -> int | None:
    """The next number for `again`, with which an act is taken once more; none if there is none."""
    act = receipt.act
    if receipt.came is not Came.ALREADY_TAKEN or act.request.command in _ONCE_IS_ENOUGH:
        return None
    return None if act.nth is None else act.nth + 1


def _when(receipt: Receipt, *, dry_run: bool) -> str:
    row, refused = receipt.row, receipt.earlier.refused
    if receipt.came is Came.ALREADY_TAKEN and row:
        return f" {_minute(row.recorded_at)} {row.act['actor']['id']}"
    at = f" {_minute(row.recorded_at)}" if row and not dry_run else ""
    if refused is None:
        return at
    before = _minute(refused.recorded_at)
    if receipt.came is Came.REFUSED_AS_BEFORE:
        return f"{at}（上次 last {before}）"
    return f"{at}（此前不予办理 refused before: {before}）"


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _events(receipt: Receipt) -> str:
    events = (receipt.outcome or {}).get("events", ())
    names = ", ".join(event["name"] for event in events) or "无需变动 nothing to do"
    over = "（该期限已过 the day is over）" if events and _is_over(receipt) else ""
    return f"{names}{over}{remarks_of(receipt.outcome or {})}"


def remarks_of(outcome: Mapping[str, Any]) -> str:
    """What is to be noticed about an accepted act, for the end of a line; empty if nothing."""
    remarks = outcome.get("remarks", ())
    return "".join(f"；提示：{one['zh']} / note: {one['en']}" for one in remarks)


_DAYS = {"deadline.set": "due", "extend": "until"}
"""The acts that give a deadline a day, with the field that has it."""


def _is_over(receipt: Receipt) -> bool:
    """Whether the act gave a deadline a day that was over when it was taken."""
    request, row = receipt.act.request, receipt.row
    day = request.fields.get(_DAYS.get(request.command, ""))
    return row is not None and day is not None and str(day) < str(business_date(row.recorded_at))


def _once_more(receipt: Receipt) -> str:
    if receipt.act.request.command in _ONCE_IS_ENOUGH:
        return f"{_events(receipt)}。无需再次办理 / nothing more is needed"
    nth = _next_time(receipt)
    zh = f'在该行加上 "again": {nth}' if nth else "给该行换一个 id"
    en = f'add "again": {nth} to the line' if nth else "give the line another id"
    if receipt.earlier.is_undone:
        return (
            f"{_events(receipt)}，其后已撤回或更正，本次未重新办理；要重新办理的，请{zh} / "
            f"was withdrawn or corrected since, and is not taken now; {en} to take it again"
        )
    return (
        f"{_events(receipt)}。本次未重复办理；确需再办一次的，请{zh} / "
        f"not taken twice; {en} if it is meant once more"
    )


def _refusal(receipt: Receipt) -> str:
    outcome: Mapping[str, Any] = receipt.outcome or {}
    command = receipt.act.request.command
    field = f"（{outcome['field']}）" if outcome.get("field") else ""
    return f"{command}: {outcome['code']}{field}: {outcome['zh']} / {outcome['en']}"


def _not_sent(receipt: Receipt) -> str:
    before = (receipt.act.nth or 1) - 1
    return (
        f"{receipt.act.request.command}: 第 {before} 次尚未办成，未提交第 {before + 1} 次 / "
        f"time {before} of this act was not taken, so time {before + 1} was not sent"
    )


_SAYS = {
    Came.TAKEN: _events,
    Came.ALREADY_TAKEN: _once_more,
    Came.REFUSED: _refusal,
    Came.REFUSED_AS_BEFORE: _refusal,
    Came.NOT_SENT: _not_sent,
}
