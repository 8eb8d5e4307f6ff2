"""The generated page docs/performance.md: the findings of the last run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.ratios import Findings
from bench.table import HEADER, cells

_BOUNDS = Path(__file__).with_name("bounds.md")


def page(findings: Findings, machine: Mapping[str, str]) -> str:
    """The page as Markdown."""
    return "\n".join(_lines(findings, machine))


def _lines(findings: Findings, machine: Mapping[str, str]) -> Iterator[str]:
    yield "# Performance"
    yield ""
    yield "Every run of `make bench` writes this page again. Compare the ratios to a bare"
    yield "counterpart on the same machine in the same run; absolute figures mean nothing on other"
    yield "machines."
    yield ""
    yield from markdown_table(("machine", ""), machine.items())
    yield "## Ratios"
    yield ""
    yield from markdown_table(HEADER, (cells(one) for one in findings.measured))
    for one in findings.measured:
        for note in one.notes:
            yield f"- {one.asked.what}: {note}."
    yield ""
    yield "## Absolute figures"
    yield ""
    yield from markdown_table(
        ("what", "figure"), ((one.what, one.value) for one in findings.figures)
    )
    yield from _BOUNDS.read_text(encoding="utf-8").splitlines()
    yield ""


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table in Markdown, followed by an empty line."""
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
