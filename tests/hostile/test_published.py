"""Files of published figures."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from console.cli.input.published_file import read_published
from tests.hostile.command_line import fault_of, refused, says
from tests.hostile.mutations import examples, mutations

EXAMPLE = Path(__file__).parents[2] / "examples" / "652825-2023"
PUBLISHED = (EXAMPLE / "published.json").read_bytes()


@examples(120)
@given(content=mutations(PUBLISHED))
def test_whatever_becomes_of_published_figures_they_are_read_or_one_line(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "published.json"
    file.write_bytes(content)
    told = fault_of(lambda: read_published(file))
    assert told is None or told.startswith(f"{file}:")


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    told = json.loads(PUBLISHED)
    change(told)
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PUBLISHED.decode().encode("utf-16"), ":1: file: 不是 UTF-8（像是 UTF-16）"),
        (PUBLISHED.decode().encode("gb18030"), ":3: file: 不是 UTF-8（像是 GB18030"),
        (b"{\n[", ":2: file: is no JSON: "),
        (b"[]", ": file: "),
        (b"[" * 100_000, ": file: "),
        (b'{"a": 1, "a": 2}', ": a: stands twice"),
        (changed(lambda told: told.pop("figures")), ": figures: Field required"),
        (changed(lambda told: told["figures"][0].update(work_year="x")), ": figures.0.work_year: "),
        (changed(lambda told: told["figures"][0].update(values={})), ": figures.0.values: "),
        (changed(lambda told: told["figures"][0]["values"][0].update(unit="yuan", value="很多")),
         ": figures.0.values.0: Value error, an amount in yuan is expected"),
    ],
)  # fmt: skip
def test_bad_published_figures_stop_a_demonstration_before_it_begins(
    tmp_path: Path, content: bytes, told: str
) -> None:
    for name in ("portfolio.csv", "scenario.jsonl"):
        shutil.copy(EXAMPLE / name, tmp_path / name)
    file = tmp_path / "published.json"
    file.write_bytes(content)
    assert says(fault_of(lambda: read_published(file)) or "", f"{file}{told}")


def test_a_demonstration_reads_them_first(tmp_path: Path) -> None:
    for name in ("portfolio.csv", "scenario.jsonl"):
        shutil.copy(EXAMPLE / name, tmp_path / name)
    (tmp_path / "published.json").write_bytes(b"{")
    line = refused("demo", "--data", tmp_path / "d", "--example", tmp_path)
    assert says(line, f"{tmp_path / 'published.json'}:1: file: is no JSON: ")
    assert not (tmp_path / "d").exists()
