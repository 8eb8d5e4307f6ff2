"""Write portfolio.csv and scenario.jsonl of the bad year anew; with --check, only compare.

    python examples/653129-2025/generate.py [--check]

The pieces of the small years next door are used: who acts, indicators, reports.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "small_years"))

from bureau_acts import closing, first_year, selections, unit_years, year_after  # noqa: E402 - path
from projects import portfolio  # noqa: E402 - path
from stories import stories  # noqa: E402 - path
from writing import in_order, write_or_check  # noqa: E402 - path


def scenario() -> str:
    """The scenario file: all acts by day; those of one day stand as they are told."""
    return in_order(_acts())


def _acts() -> Iterator[dict[str, object]]:
    yield from first_year()
    yield from year_after()
    yield from unit_years()
    yield from selections()
    yield from stories()
    yield from closing()


def main() -> int:
    """Write or check; the exit code is 1 where a file differs."""
    return write_or_check(
        HERE,
        [
            (HERE / "portfolio.csv", portfolio().encode()),
            (HERE / "scenario.jsonl", scenario().encode()),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
