"""Take away behaviour after behaviour and see that the named tests notice.

    python -m tests.coverage [NAME ...] [--baseline]

`make coverage-check` runs all mutations, and before them every named test on the whole program.
The exit code is 1 if a test fails on the whole program or a mutation goes unnoticed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

import hypothesis  # noqa: F401 - loaded once, before the processes part
import pytest_asyncio  # noqa: F401 - as above

from domain.subjects import registry  # noqa: F401 - as above
from tests.coverage.mutation import Mutation, mutations
from tests.coverage.states import states
from tests.coverage.trial import Trial, tried


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for and print a line for each; gives the exit code."""
    given = _parsed(arguments)
    known = mutations()
    wrong = [name for name in given.names if name not in known]
    if wrong:
        _say(f"no mutation {', '.join(wrong)}")
        return 2
    names, began = given.names or list(known), time.monotonic()
    whole = not given.baseline or _baseline()
    noticed = sum(_noticed(name, known[name]) for name in names)
    _say(f"{noticed} of {len(names)} mutations noticed, in {time.monotonic() - began:.0f} s")
    _say(_touched())
    return 0 if whole and noticed == len(names) else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def unnoticed(mutation: Mutation, trial: Trial) -> list[str]:
    """Why a mutation counts as unnoticed: a fault, or tests that went on; empty if noticed."""
    if trial.fault:
        return [trial.fault]
    noticed = {"fails", "breaks off"} if mutation.breaks else {"fails"}
    went = {test: trial.course_of(test) for test in mutation.tests}
    return [f"{course}: {test}" for test, course in went.items() if course not in noticed]


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.coverage")
    parser.add_argument("names", nargs="*", help="mutations; all if none is named")
    parser.add_argument("--baseline", action="store_true", help="run all named tests first")
    return parser.parse_args(arguments)


def _baseline() -> bool:
    named = states().tests | {test for one in mutations().values() for test in one.tests}
    trial = tried(named, lambda: None)
    went = {test: trial.course_of(test) for test in sorted(named)}
    faults = [f"{course}: {test}" for test, course in went.items() if course != "passes"]
    for line in (*faults, *filter(None, (trial.fault,))):
        _say(f"on the whole program: {line}")
    _say(f"{len(trial.passed)} cases of {len(named)} named tests passed")
    return not (faults or trial.fault)


def _noticed(name: str, mutation: Mutation) -> bool:
    began = time.monotonic()
    left = unnoticed(mutation, tried(mutation.tests, mutation.take_away))
    took = time.monotonic() - began
    _say(f"{'SURVIVES' if left else 'noticed':9}{took:5.1f} s  {name}")
    for line in left:
        _say(f"         {line}")
    return not left


def _touched() -> str:
    touched = {clause for one in mutations().values() for clause in one.clauses}
    bound = {clause for clause, one in states().clauses.items() if one.bound}
    return f"{len(touched & bound)} of {len(bound)} bound clauses touched by a mutation"


if __name__ == "__main__":
    sys.exit(main())
