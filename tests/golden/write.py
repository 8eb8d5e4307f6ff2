"""Write the golden files that are missing: `python -m tests.golden.write`.

A file that is there is never changed. While an event has not been released, delete its file and
run this again; afterwards, give the event a new version and an upcaster.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from domain.kernel.message import Event
from tests.golden.examples import stored_events
from tests.golden.files import EVENTS, STATES, golden_of, path_of, sums, write_golden


def write_missing(
    events: Mapping[str, type[Event]], directory: Path = EVENTS, states: Path = STATES
) -> list[str]:
    """Write a golden file for each newest version that has none; returns their topics."""
    directory.mkdir(exist_ok=True)
    missing = [
        golden
        for golden in map(golden_of, events.values())
        if not path_of(golden.topic, directory).exists()
    ]
    for golden in missing:
        write_golden(golden, directory)
    states.write_text(sums(directory), "utf-8")
    return [golden.topic for golden in missing]


if __name__ == "__main__":
    for topic in write_missing(stored_events()):
        print(f"written: {topic}")  # noqa: T201 - a script tells what it did
