"""Whoever reads a log knows the events of every kind of subject, with no other import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from store import sqlite_url
from tests.small_log import P1, small_log

READ = """
import sys
from store.factory import open_log
log = open_log(sys.argv[1])
print(*(one.event.name for one in log.read(sys.argv[2])))
log.close()
"""
KERNEL = """
import sys
import domain.kernel.serialization.envelope, domain.kernel.request, domain.kernel.composite_decider
above = ("domain.subjects", "domain.shared", "domain.rules")
subjects = [name for name in sys.modules if name.startswith(above)]
print(*subjects)
"""


def run(*arguments: str) -> str:
    """What a fresh process says to a program."""
    done = subprocess.run(
        [sys.executable, "-c", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_an_event_is_read_through_the_store_alone(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "log.db")
    with small_log(url):
        pass
    assert run(READ, url, P1) == "project.added library.admitted"


def test_the_kernel_knows_no_subject() -> None:
    assert run(KERNEL) == ""
