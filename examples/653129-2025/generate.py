"""Write portfolio.csv and scenario.jsonl of the bad year anew; with --check, only compare.

    python examples/653129-2025/generate.py [--check]

The pieces of the small years next door are used: who acts, indicators, reports.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "small_years"))

from bureau_acts import closing, first_year, selections, unit_years, year_after  # noqa: E402 - path
from projects import portfolio  # noqa: E402 - path
from stories import stories  # noqa: E402 - path


def scenario() -> str:
    """The scenario file: all acts by day; those of one day stand as they are told."""
    acts = sorted(_acts(), key=lambda act: str(act["on"]))
    return "".join(f"{json.dumps(act, ensure_ascii=False)}\n" for act in acts)


def _acts() -> Iterator[dict[str, object]]:
    yield from first_year()
    yield from year_after()
    yield from unit_years()
    yield from selections()
    yield from stories()
    yield from closing()


def main() -> int:
    """Write or check; the exit code is 1 where a file differs."""
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        print("usage: generate.py [--check]", file=sys.stderr)
        return 2
    different = 0
    for name, content in (("portfolio.csv", portfolio()), ("scenario.jsonl", scenario())):
        path = HERE / name
        if path.exists() and path.read_text("utf-8") == content:
            continue
        different += 1
        if not check:
            path.write_text(content, "utf-8")
        print(f"{name}: {'differs from what generate.py writes' if check else 'written'}")
    return int(check and bool(different))


if __name__ == "__main__":
    sys.exit(main())
