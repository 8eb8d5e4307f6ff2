"""A writer in a process of its own: appends one command after the other until it is ended.

`python writing_process.py URL STREAM`: each command leads to two events, and keeps a content.
"""

from __future__ import annotations

import sys
from itertools import count

from store import open_log
from testkit.builders import stored_commands


def main(url: str, stream: str) -> None:
    """Append without a pause."""
    log = open_log(url)
    for number in count():
        log.append(
            *stored_commands.command(stream=stream, after=2 * number, notes=("一", "二" * 200))
        )
        log.put_content(f"{stream} {number}".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
