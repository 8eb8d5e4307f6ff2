"""Write the files that a generator makes, or compare them with those that are there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def in_order(acts: Iterable[Mapping[str, Any]]) -> str:
    """A scenario file: all acts by day; those of one day stand as they are told."""
    by_day = sorted(acts, key=lambda one: str(one["on"]))
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in by_day)


def write_or_check(root: Path, files: Iterable[tuple[Path, bytes]]) -> int:
    """Write the files that differ, or with --check name them alone, relative to `root`.

    The exit code is 1 where --check finds a difference, and 2 for other arguments.
    """
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        print("usage: generate.py [--check]", file=sys.stderr)
        return 2
    different = [one for one in files if not one[0].exists() or one[0].read_bytes() != one[1]]
    for path, content in different:
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        told = "differs from what generate.py writes" if check else "written"
        print(f"{path.relative_to(root)}: {told}")
    return int(check and bool(different))
