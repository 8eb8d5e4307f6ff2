from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pytest

from domain import frozen


@dataclass(frozen=True)
class Wide:
    stream: str
    version: int = 0


def test_a_copy_is_what_the_standard_library_makes() -> None:
    value = Wide("a", 1)
    assert frozen.replace(value, version=2) == dataclasses.replace(value, version=2)
    assert value == Wide("a", 1)


def test_a_field_that_is_none_of_its_own_is_refused() -> None:
    with pytest.raises(TypeError, match="Wide has not all of the fields versoin"):
        frozen.replace(Wide("a"), versoin=2)
