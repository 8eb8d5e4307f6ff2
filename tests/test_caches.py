"""No cache of the product grows without a bound."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.caches import product_modules, unbounded_caches

ROOT = Path(__file__).parent.parent
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]["packages"]

ALLOWED = {
    "projections/figures/year_events.py": ["_has_node"],  # the names of the kinds of events
    "projections/what_if/simulation.py": ["_initial"],  # the kinds of subjects
}
"""Those whose arguments come from a closed set of the program's own."""

BAD = {
    "@cache\ndef of(name): ...": ["of"],
    "@functools.cache\ndef of(*names): ...": ["of"],
    "@cache\nasync def of(**names): ...": ["of"],
    "@cache\ndef of(*, name): ...": ["of"],
    "@lru_cache(maxsize=None)\ndef of(name): ...": ["of"],
    "@functools.lru_cache(None)\ndef of(name, /): ...": ["of"],
    "class A:\n    @cache\n    def of(self): ...": ["of"],
    "x = 1\nread = cache(other)": ["line 2"],
    "read = functools.cache(self.other)": ["line 1"],
    "read = lru_cache(maxsize=None)(other)": ["line 1"],
    "read = lru_cache(None, typed=True)(other)": ["line 1"],
}

GOOD = [
    "@cache\ndef of(): ...",
    "@lru_cache\ndef of(name): ...",
    "@lru_cache()\ndef of(name): ...",
    "@lru_cache(maxsize=64)\ndef of(name): ...",
    "@lru_cache(maxsize=KEPT)\ndef of(name): ...",
    "@cached_property\ndef of(self): ...",
    "read = lru_cache(maxsize=64)(other)",
    "read = lru_cache(64)(other)",
]


@pytest.mark.parametrize(("source", "found"), BAD.items())
def test_a_cache_without_a_bound_is_found(source: str, found: list[str]) -> None:
    assert list(unbounded_caches(source)) == found


@pytest.mark.parametrize("source", GOOD)
def test_a_cache_with_a_bound_or_without_arguments_is_none(source: str) -> None:
    assert list(unbounded_caches(source)) == []


def test_every_cache_of_the_product_has_a_bound_or_takes_a_closed_set_of_arguments() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for path in product_modules(ROOT, PACKAGES)
        if (names := list(unbounded_caches(path.read_text("utf-8"))))
    }

    assert found == ALLOWED
