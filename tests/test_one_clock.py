"""The product reads a clock of the machine in one place (docs/decisions/1216).

Clocks that only measure a stretch of time (`time.monotonic`, `time.perf_counter`) are free.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dotted_names import dotted, imported

ROOT = Path(__file__).parent.parent
ROOMS = ("activities", "console", "deploy", "domain", "projections", "store", "workflows")
THE_CLOCK = Path("store/clock.py")

READ = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.clock_gettime",
    "time.clock_gettime_ns",
}
"""What reads a clock of the machine, called or handed on."""

READ_WITHOUT = {
    "time.localtime": 1,
    "time.gmtime": 1,
    "time.ctime": 1,
    "time.asctime": 1,
    "time.strftime": 2,
}
"""What reads one where it is given fewer arguments than these."""


def readings(source: str) -> Iterator[str]:
    """Each place in a module that reads a clock of the machine: `LINE: name`."""
    tree = ast.parse(source)
    names = dict(imported(tree))
    given = {id(node.func): len(node.args) for node in _calls(tree)}
    for node in ast.walk(tree):
        name = dotted(node, names)
        if name in READ or given.get(id(node), 0) < READ_WITHOUT.get(name, 0):
            yield f"{node.lineno}: {name}"  # type: ignore[attr-defined]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def modules() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if not path.name.startswith(("test_", "conftest")):
                yield path.relative_to(ROOT)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime, UTC\ndatetime.now(UTC)",
        "from datetime import datetime as moment\nmoment.utcnow()",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as dt\ndt.date.today()",
        "from datetime import date\ndate.today()",
        "from datetime import date\ndef f():\n    return date.today()",
        "from datetime import datetime\nmade = field(default_factory=datetime.now)",
        "def f():\n    from datetime import datetime as d\n    return d.today()",
        "import time\ntime.time()",
        "import time as t\nt.time_ns()",
        "from time import time\ntime()",
        "from time import time as now\nx = now",
        "import time\ntime.clock_gettime(time.CLOCK_REALTIME)",
        "import time\ntime.localtime()",
        "import time\nread = time.gmtime",
        "from time import ctime as c\nc()",
        "import time\ntime.strftime('%Y')",
    ],
)
def test_a_reading_is_found_under_any_name(source: str) -> None:
    assert list(readings(source))


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.monotonic()",
        "from time import perf_counter\nperf_counter()",
        "import time\ntime.gmtime(0)",
        "import time\ntime.strftime('%Y', moment)",
        "from datetime import datetime\ndatetime.fromisoformat('2023-01-01')",
        "from temporalio import workflow\nworkflow.now()",
        "from store import clock\nclock.now()",
        "now = time()",
    ],
)
def test_what_reads_no_clock_of_the_machine_is_left_alone(source: str) -> None:
    assert not list(readings(source))


def test_the_one_clock_reads_the_machine() -> None:
    assert len(list(readings((ROOT / THE_CLOCK).read_text("utf-8")))) == 3


def test_no_other_module_of_the_product_reads_a_clock_of_the_machine() -> None:
    found = {
        str(path): told
        for path in modules()
        if path != THE_CLOCK and (told := list(readings((ROOT / path).read_text("utf-8"))))
    }
    assert found == {}


def test_every_room_is_looked_into() -> None:
    assert {path.parts[0] for path in modules()} == set(ROOMS)
