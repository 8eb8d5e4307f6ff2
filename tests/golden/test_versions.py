"""A made-up event that has come to its second version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.kernel.message import Event
from domain.kernel.serialization.envelope import UnreadableState
from domain.kernel.serialization.upcasting import UPCASTERS, upcast
from tests.golden.files import expectation, golden_of, path_of, read_golden, unseal_golden
from tests.golden.write import write_missing

NAME = "test.amount-stated"


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    """The events as they were, after each test."""
    events, upcasters = dict(Event.by_name), dict(UPCASTERS)
    yield
    for registered, before in ((Event.by_name, events), (UPCASTERS, upcasters)):
        registered.clear()
        registered.update(before)  # type: ignore[arg-type]


def first_version() -> type[Event]:
    class InTenThousands(Event, name=NAME, version=1):
        ten_thousands: int

    return InTenThousands


def second_version() -> type[Event]:
    class InYuan(Event, name=NAME, version=2):
        yuan: int

    return InYuan


def released_anew(directory: Path) -> type[Event]:
    """The first version was stored, then the second was made."""
    write_missing({NAME: first_version()}, directory, directory / "states")
    del Event.by_name[NAME]
    return second_version()


def in_yuan(data: dict[str, Any]) -> dict[str, Any]:
    return {"yuan": str(int(data["ten_thousands"]) * 10_000)}


def test_the_first_version_is_read_as_the_second_and_its_bytes_stay(tmp_path: Path) -> None:
    # given
    newest = released_anew(tmp_path)
    before = path_of(f"{NAME}@1", tmp_path).read_bytes()
    UPCASTERS[NAME, 1] = in_yuan
    # when
    written = write_missing({NAME: newest}, tmp_path, tmp_path / "states")
    # then
    assert written == [f"{NAME}@2"]
    assert path_of(f"{NAME}@1", tmp_path).read_bytes() == before
    read = unseal_golden(read_golden(path_of(f"{NAME}@1", tmp_path)))
    assert expectation(read)["event"] == {"name": NAME, "yuan": 120_000}
    assert [line[66:] for line in (tmp_path / "states").read_text().splitlines()] == [
        f"{NAME}@1",
        f"{NAME}@2",
    ]


def test_without_an_upcaster_the_first_version_is_not_read(tmp_path: Path) -> None:
    released_anew(tmp_path)
    with pytest.raises(UnreadableState, match=r"nothing reads .*@1 as .*@2"):
        unseal_golden(read_golden(path_of(f"{NAME}@1", tmp_path)))


def test_upcasters_run_one_after_the_other() -> None:
    second_version().version = 3
    UPCASTERS[NAME, 1] = in_yuan
    UPCASTERS[NAME, 2] = lambda data: {"yuan": int(data["yuan"]) + 1}
    assert upcast(f"{NAME}@1", {"ten_thousands": "1"}).data() == {"yuan": 10_001}
    assert upcast(f"{NAME}@2", {"yuan": "1"}).data() == {"yuan": 2}
    assert upcast(f"{NAME}@3", {"yuan": "1"}).data() == {"yuan": 1}


@pytest.mark.parametrize("topic", [f"{NAME}@3", "test.never-heard-of@1"])
def test_what_a_newer_program_stored_is_not_guessed_at(topic: str) -> None:
    second_version()
    with pytest.raises(LookupError):
        upcast(topic, {"yuan": "1"})


def test_a_changed_shape_without_a_new_version_no_longer_gives_the_golden_bytes(
    tmp_path: Path,
) -> None:
    write_missing({NAME: first_version()}, tmp_path, tmp_path / "states")
    del Event.by_name[NAME]

    class WithOneMore(Event, name=NAME, version=1):
        ten_thousands: int
        estimated: bool = False

    assert golden_of(WithOneMore).state != read_golden(path_of(f"{NAME}@1", tmp_path)).state
