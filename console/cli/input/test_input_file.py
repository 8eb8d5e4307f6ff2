from __future__ import annotations

from pathlib import Path

import pytest

from console.cli.errors import InputError
from console.cli.input.input_file import read_file
from console.cli.input.scenario_defaults import Filling
from domain.kernel.request import BadRequest


def test_a_file_of_exactly_the_largest_size_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "acts.jsonl"
    file.write_bytes(b"x" * 10)
    assert read_file(file, 10) == b"x" * 10


def test_a_longer_file_is_refused_and_never_cut(tmp_path: Path) -> None:
    file = tmp_path / "acts.jsonl"
    file.write_bytes(b"x" * 11)
    with pytest.raises(InputError, match="larger than 10 bytes"):
        read_file(file, 10)


def test_a_pack_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    missing = tmp_path / "652825.yaml"
    with pytest.raises(InputError, match="file"):
        Filling()("pack.adopt", {"pack": "652825", "pack_file": str(missing)})


def test_a_county_without_a_pack_is_led_on_to_init() -> None:
    with pytest.raises(BadRequest) as refused:
        Filling()("pack.adopt", {"pack": "653130"})
    assert refused.value.field == "pack"
    assert "jixiao init" in refused.value.message
