"""Which modules of the product name which acts, events and deadlines: from its syntax trees."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from domain.kernel.message import Command, Event
from domain.subjects.registry import CATALOGUES

ROOT = Path(__file__).parents[1]
PRODUCT = ("domain", "store", "projections", "activities", "workflows", "console")
_APART = ("test_", "given", "conftest", "testing")


@cache
def naming() -> dict[str, set[str]]:
    """The modules in which each stored name stands as a text by itself, catalogues left out."""
    known = {*CATALOGUES.acts, *CATALOGUES.events, *CATALOGUES.deadlines}
    found: dict[str, set[str]] = defaultdict(set)
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and node.value in known:
                found[str(node.value)].add(str(path.relative_to(ROOT)))
    return found


def sources() -> Iterator[Path]:
    """The modules of the product; no tests, and no catalogues."""
    for room in PRODUCT:
        for path in sorted((ROOT / room).rglob("*.py")):
            catalogue = path.stem.endswith("catalogue") or path.parent.name == "catalogue"
            if not path.name.startswith(_APART) and not catalogue:
                yield path


def homes(name: str) -> set[str]:
    """The modules that define the act and the event of a name."""
    defined = (Command.by_name.get(name), Event.by_name.get(name))
    return {f"{one.__module__.replace('.', '/')}.py" for one in defined if one}


def room_of(path: str) -> str:
    """The folder of the subject that a module belongs to, or the part of the product."""
    parts = Path(path).parts
    inside = parts[2:] if parts[1] == "subjects" else parts[1:]
    return inside[0] if parts[0] == "domain" and len(inside) > 1 else parts[0]
