"""Workflow code asks no clock, no chance and nothing outside: its runner would not stop it.

(docs/decisions/1272-workflows-run-without-a-sandbox.md). Looked at are the modules of the workflows
with all that they import, and the whole domain, which decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.dotted_names import dotted, imported

ROOT = Path(__file__).parent.parent
ROOMS = ("activities", "console", "deploy", "domain", "projections", "store", "workflows")

FORBIDDEN = (
    # clocks
    *("time", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow"),
    *("datetime.date.today",),
    # chance
    *("random", "secrets", "uuid.uuid1", "uuid.uuid4", "uuid.getnode"),
    # the machine and what is outside
    *(
        "os",
        "io.open",
        "io.FileIO",
        "sys",
        "platform",
        "pathlib",
        "shutil",
        "tempfile",
        "glob",
        "fcntl",
        "signal",
    ),
    *("socket", "ssl", "select", "http", "urllib.request", "ftplib", "smtplib", "sqlite3"),
    *("psycopg", "psutil", "subprocess", "multiprocessing", "concurrent", "importlib", "runpy"),
    *("threading.Thread", "threading.Timer", "_thread"),
    # of asyncio what leaves the workflow's own loop
    *("asyncio.to_thread", "asyncio.run", "asyncio.new_event_loop", "asyncio.open_connection"),
    *("asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "asyncio.wait"),
    # one that reaches the engine by itself
    *("temporalio.client.Client",),
)
"""What may not be named, nor anything of it."""

BUILT_IN = frozenset(
    {"open", "input", "print", "breakpoint", "eval", "exec", "compile", "__import__", "hash"}
)
"""Built-in functions that may not be called; the hash of a text differs from process to process."""

METHODS = frozenset(
    {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "run_in_executor"}
)
"""Methods that may not be called, of whatever object."""


def faults(source: str) -> Iterator[str]:
    """Each place in a module that names what workflow code may not: `LINE: name`."""
    tree = ast.parse(source)
    names = dict(imported(tree))
    for node in ast.walk(tree):
        name = dotted(node, names)
        if isinstance(node, ast.Call):
            name = _called(node.func, names)
        elif not _is_forbidden(name):
            continue
        if name:
            yield f"{node.lineno}: {name}"  # type: ignore[attr-defined]


def _is_forbidden(name: str) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in FORBIDDEN)


def _called(function: ast.expr, names: Mapping[str, str]) -> str:
    """The built-in function or the method that may not be called; empty for any other one."""
    if isinstance(function, ast.Name):
        return function.id if function.id in BUILT_IN and function.id not in names else ""
    named = isinstance(function, ast.Attribute) and function.attr in METHODS
    return function.attr if named else ""  # type: ignore[attr-defined]


def file_of(module: str) -> Path | None:
    """The file of a module of ours, below the root."""
    path = module.replace(".", "/")
    found = (Path(f"{path}.py"), Path(path) / "__init__.py")
    return next((one for one in found if (ROOT / one).is_file()), None)


@cache
def reached() -> frozenset[Path]:
    """The modules of the workflows, with all of ours that they import, directly or not."""
    found: set[Path] = set()
    asked = [f"workflows.{path.stem}" for path in (ROOT / "workflows").glob("*.py")]
    while asked:
        module = asked.pop()
        path = file_of(module)
        if path is None or path in found or path.parts[0] not in ROOMS:
            continue
        found.add(path)
        parts = module.split(".")
        asked += [".".join(parts[:end]) for end in range(1, len(parts))]
        for _, name in imported(ast.parse((ROOT / path).read_text())):
            asked += [name, name.rpartition(".")[0]]
    return frozenset(found)


def domain() -> frozenset[Path]:
    """The modules of the domain, without its tests."""
    files = (ROOT / "domain").rglob("*.py")
    return frozenset(
        path.relative_to(ROOT) for path in files if not path.name.startswith(("test_", "conftest"))
    )


def found_in(modules: frozenset[Path], planted: Mapping[str, str] = {}) -> list[str]:
    """All faults of some modules, after some of which more is `planted`."""
    return [
        f"{path}:{fault}"
        for path in sorted(modules)
        for fault in faults((ROOT / path).read_text() + planted.get(str(path), ""))
    ]


def test_given_the_workflows_then_their_code_asks_nothing_outside() -> None:
    assert found_in(reached()) == []


def test_given_the_domain_then_it_asks_nothing_outside() -> None:
    assert found_in(domain()) == []


def test_given_the_workflows_then_what_they_reach_is_known_and_has_no_store() -> None:
    names = {str(path) for path in reached()}
    assert {
        "workflows/subject_workflow.py",
        "activities/messages.py",
        "domain/kernel/decider.py",
        "domain/shared/deadlines/blocked_steps.py",
        "domain/kernel/serialization/canonical_json.py",
    } <= names
    assert not [name for name in names if name.startswith(("store", "projections", "console"))]


@pytest.mark.parametrize(
    "module",
    [
        "workflows/subject_workflow.py",
        "workflows/questions.py",
        "activities/search_attributes.py",
        "domain/kernel/decider.py",
        "domain/shared/deadlines/blocked_steps.py",
    ],
)
@pytest.mark.parametrize(
    "planted",
    [
        "import time\nx = time.time()",
        "from random import random\nx = random()",
        "x = open('file')",
        "from datetime import datetime\nx = datetime.now()",
        "import os\nx = os.environ['HOME']",
    ],
)
def test_given_code_that_asks_outside_then_it_is_found(module: str, planted: str) -> None:
    found = found_in(reached(), {module: f"\n{planted}\n"})
    assert [fault.partition(":")[0] for fault in found] == [module] * len(found)
    assert found


@pytest.mark.parametrize(
    "source",
    [
        "import time as t\ndef f():\n    return t.monotonic()",
        "from time import sleep\nsleep(1)",
        "from datetime import date\nread = date.today",
        "import random as chance\nchance.Random(1)",
        "import secrets\nsecrets.token_hex()",
        "from uuid import uuid4\nuuid4()",
        "from os import environ\nenviron.get('HOME')",
        "import os.path\nos.path.exists('x')",
        "from pathlib import Path\nPath('x')",
        "path.read_text()",
        "print('x')",
        "__import__('time')",
        "hash('x')",
        "import asyncio\nasyncio.to_thread(f)",
        "loop.run_in_executor(None, f)",
        "import asyncio\nasyncio.wait([])",
        "def f():\n    import socket\n    socket.socket()",
        "import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor()",
    ],
)
def test_given_a_forbidden_name_then_it_is_found_under_any_name(source: str) -> None:
    assert list(faults(source))


@pytest.mark.parametrize(
    "source",
    [
        "from temporalio import workflow\nworkflow.now()\nworkflow.uuid4()\nworkflow.random()",
        "from datetime import datetime\ndatetime.fromisoformat('2023-01-01')",
        "import asyncio\nasyncio.Lock()",
        "from uuid import UUID, uuid5\nuuid5(UUID(int=1), 'x')",
        "time = 1\nx = time",
        "class A:\n    def open(self):\n        return self.open",
        "from threading import Lock\nLock()",
        "from temporalio.client import WorkflowUpdateFailedError\nWorkflowUpdateFailedError",
    ],
)
def test_given_other_names_then_they_are_free(source: str) -> None:
    assert list(faults(source)) == []
