"""The report of a damaged log: a command that reads it prints one line, not a stack trace."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

import typer

from console.cli.errors import complain
from console.cli.render.finding_words import WORDS
from domain.kernel.serialization.envelope import UnreadableState
from store.factory import open_log
from store.integrity_check import Unsound, missing_events, unsound
from store.port import CommandUnreadable, ContentMissing
from store.soundness.stream_check import stream_faults

_SAID_ELSEWHERE = (UnreadableState, CommandUnreadable, ContentMissing)
_SHOWN = 5
_PUZZLED = (LookupError, ValueError, TypeError, AttributeError, RecursionError)


@contextmanager
def blamed_on_damage(url: str) -> Iterator[None]:
    """If reading the log at a URL fails, check whether the log is damaged.

    If it is, print one line with the damage and exit with 1; if it is sound, raise the original
    error.
    """
    try:
        yield
    except _SAID_ELSEWHERE:
        raise
    except _PUZZLED as error:
        with closing(open_log(url)) as log:
            faults = unsound(url, log)
        if not faults:
            raise
        _end(faults, error)


def require_sound(url: str, stream: str) -> None:
    """Exit with 1 and one line if the rows of a subject do not match.

    Tampered rows must not be shown as decisions.
    """
    faults = stream_faults(url, stream)
    if faults:
        _end(faults)


def tell_unread(positions: Collection[int]) -> None:
    """Print one line on the events of other subjects that were passed over, if there are any."""
    if not positions:
        return
    shown = "、".join(map(str, sorted(positions)[:_SHOWN]))
    zh = (
        f"日志第 {shown} 位等 {len(positions)} 个事件"
        if len(positions) > _SHOWN
        else (f"日志第 {shown} 位的事件")
    )
    complain(
        f"{zh}无法读取，以上内容不含这些事件及由其推得的联系，请执行 jixiao doctor / "
        f"{len(positions)} events of the log cannot be read (position {shown}): what is shown has "
        "neither them nor their links; run `jixiao doctor`"
    )


class BuiltOn(NamedTuple):
    """What boards are built on: a position of the log (inclusive), and the events up to there."""

    position: int
    events: int


def tell_missing(url: str, boards: BuiltOn) -> None:
    """Print one line if the log no longer has all events on which the boards are built."""
    missing = missing_events(url, *boards)
    if missing:
        complain(
            f"事件库已被改动或损坏：第 {boards.position} 位以前少了 {missing} 个事件，以上内容依据"
            "此前的读模型；请停止办理，执行 jixiao doctor --all 查明，并恢复备份 / the event log "
            f"was changed or damaged: it lacks {missing} events up to position {boards.position}, "
            "what is shown is as the boards had it; run `jixiao doctor --all`, restore a backup"
        )


def _end(faults: list[Unsound], error: Exception | None = None) -> None:
    first, words = faults[0], WORDS[faults[0].fault]
    more = f"；另有 {len(faults) - 1} 处 {len(faults) - 1} more" if len(faults) > 1 else ""
    what = f"{first.of}: {first.fault}: {words.zh} {words.en} ({first.detail})"
    complain(f"{what}{more}；详见 see `jixiao doctor --all`")
    raise typer.Exit(1) from error
