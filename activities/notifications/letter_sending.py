"""Sending the pending letters of the outbox until a channel accepts each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from activities.notifications.channels import ChannelAway, LetterRefused, LetterWaits, Sends, opened
from activities.notifications.letter_settings import BadSettings
from store.outbox import Channel, Letter, LetterState, Outbox

_BATCH = 500


@dataclass(slots=True)
class Sent:
    """The result of a run: the number of letters sent; `waits` gives the reason if some wait."""

    sent: int = 0
    failed: int = 0
    waits: str = ""


class LetterSender:
    """Sends pending letters, each once per run, and records each result in the outbox."""

    def __init__(self, outbox: Outbox, data_dir: Path) -> None:
        """Send the letters of `outbox` by the channels of `data_dir`."""
        self._outbox = outbox
        self._data_dir = data_dir

    def run(self, beat: Callable[[], None] = lambda: None) -> Sent:
        """Send until no letter is pending or none is accepted now; call `beat` before each letter.

        A letter may be sent twice if this process dies between sending and recording. Raises
        `StoreUnavailable`.
        """
        done = Sent()
        for channel in Channel:
            try:
                self._drain(channel, done, beat)
            except (ChannelAway, BadSettings) as error:
                done.waits = done.waits or str(error)
        return done

    def _drain(self, channel: Channel, done: Sent, beat: Callable[[], None]) -> None:
        if not self._outbox.pending(channel, 1):
            return
        with closing(opened(channel, self._data_dir)) as sends:
            taken = True
            while taken and (pending := self._outbox.pending(channel, _BATCH)):
                for row in pending:
                    beat()
                    taken = self._send(sends, row.letter, done) and taken

    def _send(self, sends: Sends, letter: Letter, done: Sent) -> bool:
        """Whether the letter is finished, sent or refused; raises `ChannelAway`."""
        try:
            sends.send(letter)
        except (ChannelAway, LetterWaits) as error:
            self._outbox.settle(letter.letter_id, LetterState.PENDING, str(error))
            if isinstance(error, ChannelAway):
                raise
            done.waits = done.waits or str(error)
            return False
        except LetterRefused as error:
            self._outbox.settle(letter.letter_id, LetterState.FAILED, str(error))
            done.failed += 1
        else:
            self._outbox.settle(letter.letter_id, LetterState.SENT)
            done.sent += 1
        return True
