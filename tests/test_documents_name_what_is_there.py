"""README.md, CONTRIBUTING.md and the pages of docs name files, folders and modules that exist."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.documents.pages import pages

ROOT = Path(__file__).parents[1]
ROOMS = "activities|bench|console|deploy|domain|faults|projections|store|testkit|tests|workflows"
SKIPPED = {".git", ".venv", ".cache", "__pycache__", "node_modules"}

QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]*\w\.(?:py|md|yaml|jsonl|toml)")
FOLDER = re.compile(rf"[\w.-]+(?:/[\w.-]+)*/|(?:{ROOMS})(?:/\w+)+")
MODULE = re.compile(rf"(?:{ROOMS})(?:\.\w+)+")
PLACEHOLDER = re.compile(r"CODE|NAME|NNNN")

NOT_HERE = {
    "projections.db": "the boards' file in a data directory",
    "653130/": "the folder of a county that begins, in a data directory",
    "init.yaml": "its answers, in that folder",
    "pack-653130.yaml": "its pack, in that folder",
    "plan.jsonl": "the plan of a run under faults, in the run's own directory",
}
"""Names of no file in the tree, each with the reason for which a page has it."""


def named(text: str) -> Iterator[str]:
    """The paths and module names that a page has in backticks."""
    for quoted in QUOTED.findall(text):
        for word in quoted.split():
            if any(shape.fullmatch(word) for shape in (FILE, FOLDER, MODULE)):
                yield word


@cache
def tree() -> frozenset[str]:
    """All files and folders of the tree, folders with a slash at their end."""
    found = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        below = Path(folder).relative_to(ROOT).as_posix()
        found.update(f"/{below}/{name}" for name in files)
        found.add(f"/{below}/")
    return frozenset(found)


def exists(name: str) -> bool:
    """Whether a file, folder or module of this name is there, or is at least in some folder.

    A placeholder in capitals (`CODE.yaml`) stands for any name.
    """
    if MODULE.fullmatch(name) and not FILE.fullmatch(name):
        return _is_module(name)
    parts = (PLACEHOLDER.sub(r"[^/]+", re.escape(part)) for part in name.split("/"))
    if not any(map(PLACEHOLDER.search, name.split("/"))):
        return any(path.endswith((f"/{name}", f"/{name}/")) for path in tree())
    wanted = re.compile(f".*/{'/'.join(parts)}")
    return any(map(wanted.fullmatch, tree()))


def _is_module(name: str) -> bool:
    """Whether a dotted name is a package, a module, or one attribute of a module."""
    path = ROOT / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file() or _has(path.parent, path.name)


def _has(module: Path, attribute: str) -> bool:
    file = module.with_suffix(".py")
    return file.is_file() and re.search(rf"\b{attribute}\b", file.read_text("utf-8")) is not None


PAGES = pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_what_is_there(page: Path) -> None:
    """Every path and module name in backticks exists."""
    names = set(named(page.read_text("utf-8"))) - NOT_HERE.keys()
    assert sorted(name for name in names if not exists(name)) == []


def test_a_name_that_is_allowed_is_still_in_a_page_and_not_in_the_tree() -> None:
    """No entry of the list of allowed names stays when it is no longer needed."""
    everywhere = {name for page in PAGES for name in named(page.read_text("utf-8"))}
    assert [name for name in NOT_HERE if name not in everywhere or exists(name)] == []


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("domain/rules/", True),
        ("domain/policy/", False),
        ("domain/rules", True),
        ("domain/policy", False),
        ("domain/rules/packs/CODE.yaml", True),
        ("domain/rules/nothing/CODE.yaml", False),
        ("catalogue.py", True),
        ("due_days.py", False),
        ("domain.shared.fan_out.dispatch", True),
        ("domain.shared.reaching", False),
        ("store.migrations.migrator.STEPS", True),
        ("store.migrations.migrator.Gone", False),
    ],
)
def test_a_name_is_looked_up(name: str, there: bool) -> None:
    """Files and folders by their path or its end, modules by their dotted name."""
    assert exists(name) == there
