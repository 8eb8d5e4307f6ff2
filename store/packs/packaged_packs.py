"""The packs and sources that come with the package, read from its files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from domain.rules import PackSet


def packaged_texts() -> tuple[tuple[str, bytes], ...]:
    """Read every pack that comes with the package: (file name, bytes), in order of the name."""
    folder = files("domain.rules").joinpath("packs")
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple((e.name, e.read_bytes()) for e in sorted(found, key=lambda entry: entry.name))


@cache
def packaged_packs() -> PackSet:
    """Parse the packs that come with the package, once; raises `PackError`."""
    return PackSet.of(packaged_texts())


def packaged_documents() -> dict[str, str]:
    """Read the source documents that the packs cite, by file name."""
    return {name: text for name, text in _source_files() if name.endswith(".txt")}


def packaged_clauses() -> str:
    """Read the clause list: one JSON object per line."""
    return files("domain.rules").joinpath("sources", "clauses.jsonl").read_text("utf-8")


def packaged_source(name: str) -> bytes:
    """Read a file beside the source documents, such as `coverage.yaml`."""
    return files("domain.rules").joinpath("sources", name).read_bytes()


def packaged_states() -> dict[str, bytes]:
    """Read the files with the state of each clause, by file name."""
    folder = files("domain.rules").joinpath("states")
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {entry.name: entry.read_bytes() for entry in sorted(found, key=lambda one: one.name)}


def _source_files() -> Iterator[tuple[str, str]]:
    for entry in files("domain.rules").joinpath("sources").iterdir():
        yield entry.name, entry.read_text("utf-8")
