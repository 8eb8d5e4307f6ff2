"""`python -m testkit.shifted_process SECONDS -- WORDS` is `jixiao WORDS` with a shifted clock."""

from __future__ import annotations

import sys
from typing import NoReturn

from console.main import main as jixiao
from store import clock
from testkit.shifted_clock import ShiftedClock


def main(words: list[str]) -> NoReturn:
    """Install the clock and be the product's own command line."""
    shift, separator, *command = words
    if separator != "--":
        sys.exit("usage: python -m testkit.shifted_process SECONDS -- WORDS")
    clock.install(ShiftedClock(int(shift)))
    sys.argv = ["jixiao", *command]
    jixiao()
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
