"""The report of a damaged log: a command that reads it prints one line, not a stack trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import typer

from console.cli.errors import complain
from console.cli.render.finding_words import WORDS
from domain.kernel.serialization.envelope import UnreadableState
from store.factory import open_log
from store.integrity_check import Unsound, unsound
from store.port import CommandUnreadable, ContentMissing
from store.soundness.stream_check import stream_faults

_SAID_ELSEWHERE = (UnreadableState, CommandUnreadable, ContentMissing)
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


def _end(faults: list[Unsound], error: Exception | None = None) -> None:
    first, words = faults[0], WORDS[faults[0].fault]
    more = f"；另有 {len(faults) - 1} 处 {len(faults) - 1} more" if len(faults) > 1 else ""
    what = f"{first.of}: {first.fault}: {words.zh} {words.en} ({first.detail})"
    complain(f"{what}{more}；详见 see `jixiao doctor --all`")
    raise typer.Exit(1) from error
