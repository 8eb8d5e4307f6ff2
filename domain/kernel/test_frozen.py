from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pytest

from domain.kernel import frozen


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


def test_a_value_that_was_only_just_made_is_stamped_on_the_spot() -> None:
    before = Wide("a", 1)
    made = frozen.replace(before, stream="b")
    stamped = frozen.stamped(before, made, version=2)
    assert stamped is made
    assert (stamped, before) == (Wide("b", 2), Wide("a", 1))


def test_a_value_that_did_not_change_is_copied_before_it_is_stamped() -> None:
    before = Wide("a", 1)
    stamped = frozen.stamped(before, before, version=2)
    assert (stamped, before) == (Wide("a", 2), Wide("a", 1))


def test_a_stamp_of_no_field_is_an_error() -> None:
    before = Wide("a", 1)
    with pytest.raises(TypeError, match="Wide"):
        frozen.stamped(before, Wide("b"), unknown=2)
