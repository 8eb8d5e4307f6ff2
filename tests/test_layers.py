"""What import-linter does not say of the layers: tests beside the modules, testkit, the roots."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]
APART = {"testkit", "tests", "bench", "faults"}
"""What the product does not know."""
LARGEST_ROOT = 8


def product() -> Iterator[Path]:
    """The modules that the wheel carries."""
    for package in WHEEL["packages"]:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not any(fnmatch(path.name, pattern) for pattern in WHEEL["exclude"]):
                yield path


def imported(source: str) -> set[str]:
    """The top-level packages that a module imports, at its head or within a function."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def test_an_import_is_found_wherever_it_stands() -> None:
    source = "import a.b\nfrom c.d import e\ndef f():\n    from testkit.g import h\n"
    assert imported(source) == {"a", "c", "testkit"}


def test_the_product_knows_nothing_of_what_tests_it() -> None:
    modules = list(product())
    assert len(modules) > len(WHEEL["packages"])
    known = {str(path.relative_to(ROOT)): imported(path.read_text("utf-8")) for path in modules}
    assert {path: names & APART for path, names in known.items() if names & APART} == {}


def test_testkit_and_tests_are_not_in_the_wheel() -> None:
    assert not APART & set(WHEEL["packages"])
    assert not [path for path in product() if path.name.startswith(("test_", "conftest"))]


@pytest.mark.parametrize("room", ["domain", "console"])
def test_the_root_of_a_room_is_small(room: str) -> None:
    assert len([path for path in product() if path.parent == ROOT / room]) <= LARGEST_ROOT
