from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pytest

from domain import frozen


@dataclass(frozen=True)
class Wide:
    stream: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Narrow:
    stream: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Narrower(Narrow):
    late: bool = False


@dataclass(frozen=True)
class Wider(Narrow):
    late: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    stream: str
    version: int = 0
    made: dict[str, int] = field(default_factory=dict, init=False, compare=False)


@dataclass(frozen=True)
class Doubled:
    stream: str
    version: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "stream", self.stream * 2)


@pytest.mark.parametrize("kind", [Wide, Narrow, Narrower, Wider, Counted, Doubled])
def test_a_copy_is_what_the_standard_library_makes(kind: type[Wide]) -> None:
    value = kind("a", 1)
    before = dataclasses.asdict(value)
    assert frozen.replace(value, version=2) == dataclasses.replace(value, version=2)
    assert dataclasses.asdict(value) == before


def test_a_field_that_is_no_argument_is_not_shared_with_the_copy() -> None:
    value = Counted("a")
    value.made["here"] = 1
    assert frozen.replace(value, version=2).made == {}


@pytest.mark.parametrize("kind", [Wide, Narrow, Narrower])
def test_a_field_that_is_none_of_its_own_is_refused(kind: type[Wide]) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__} has not all of the fields versoin"):
        frozen.replace(kind("a"), versoin=2)


@pytest.mark.parametrize("kind", [Wide, Narrow])
def test_a_copy_is_as_frozen_as_the_value(kind: type[Wide]) -> None:
    copy = frozen.replace(kind("a"), version=2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        copy.version = 3  # type: ignore[misc]  # what a frozen value refuses
