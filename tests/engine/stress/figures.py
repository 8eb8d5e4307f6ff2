"""The figures of a stress."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from activities.recovery import BEGUN_AGAIN
from tests.engine.stress.crew import SERVER, Crew
from tests.engine.stress.proof import Proved
from tests.engine.stress.slow import SLOW_SECONDS


@dataclass(frozen=True, slots=True)
class Sent:
    """A sending of an act, from when to when it was under way."""

    command_id: str
    stream: str
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a stress came to; `overlapped` is the share of acts that met a slow answer."""

    acts: int
    sendings: int
    slow: float
    overlapped: float
    kills: int
    servers: int
    proved: Proved
    seconds: float
    begun_again: tuple[str, ...]
    """Why subjects were begun again, as the workers logged it."""

    def __str__(self) -> str:
        """One line, and one for each subject that was begun again."""
        told = (
            f"acts {self.acts}, sendings {self.sendings}, slow {self.slow:.0%}, "
            f"overlapped {self.overlapped:.0%}, kills {self.kills} (server {self.servers}), "
            f"{self.proved}, {self.seconds:.0f} s"
        )
        return "\n".join([told, *self.begun_again])


def figures_of(sent: list[Sent], crew: Crew, proved: Proved, seconds: float) -> Figures:
    """Count."""
    slow = slow_answers(crew.folder / "slow")
    acts = {one.command_id for one in sent}
    return Figures(
        acts=len(acts),
        sendings=len(sent),
        slow=len({one.command_id for one in slow} & acts) / len(acts),
        overlapped=len(overlapped(sent, slow)) / len(acts),
        kills=crew.killed.total(),
        servers=crew.killed[SERVER],
        proved=proved,
        seconds=seconds,
        begun_again=tuple(begun_again(crew.folder)),
    )


def begun_again(folder: Path) -> list[str]:
    """The subjects that workers began again, and why, by their logs."""
    logs = [file.read_text(errors="replace") for file in sorted(folder.glob("worker-*.log"))]
    lines = [line for log in logs for line in log.splitlines() if BEGUN_AGAIN in line]
    noted = [json.loads(line) for line in lines]
    return [f"begun again {one['subject']}: {one['why']}" for one in noted]


def slow_answers(folder: Path) -> list[Sent]:
    """The answers that outlasted their task, by the notes of the workers."""
    lines = [line for file in sorted(folder.iterdir()) for line in file.read_text().splitlines()]
    noted = [json.loads(line) for line in lines]
    return [
        Sent(one["key"], one["subject"], one["began"], one["began"] + SLOW_SECONDS) for one in noted
    ]


def overlapped(sent: Iterable[Sent], slow: Iterable[Sent]) -> set[str]:
    """The acts that were under way while another act of their subject was answered slowly."""
    by_stream: dict[str, list[Sent]] = {}
    for one in slow:
        by_stream.setdefault(one.stream, []).append(one)
    return {
        one.command_id
        for one in sent
        for other in by_stream.get(one.stream, [])
        if other.command_id != one.command_id
        and other.began < one.ended
        and one.began < other.ended
    }
