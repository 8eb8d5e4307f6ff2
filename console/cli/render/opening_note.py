"""The note in the receipt of an opened year on portfolio rows of other years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from domain.kernel.request import Request
from domain.kernel.subject_ids import parse_subject
from domain.subjects.jurisdiction_year.portfolio import (
    PortfolioError,
    lines_by_year,
    parse_portfolio,
)
from store.port import ContentDamaged, ContentMissing


@dataclass(frozen=True, slots=True)
class Opening:
    """A work year that is opened, and the lines of its portfolio by budget year."""

    work_year: int
    lines: Mapping[int, Sequence[int]]


def opening_of(request: Request, content: Callable[[str], bytes]) -> Opening | None:
    """The opening that an act asks for; none of another act, or if it registers nothing."""
    if request.command != "year.open" or not request.fields.get("openings"):
        return None
    try:
        rows = parse_portfolio(content(str(request.fields["portfolio"])))
    except (ContentMissing, ContentDamaged, PortfolioError):  # the doctor names it
        return None
    return Opening(parse_subject(request.subject).year or 0, lines_by_year(rows))


def json_of_opening(opening: Opening | None) -> dict[str, Any]:
    """The lines of each budget year, as JSON values."""
    if opening is None:
        return {}
    lines = {str(year): list(of_year) for year, of_year in opening.lines.items()}
    return {"opening": {"work_year": opening.work_year, "lines": lines}}


def opening_note(opening: Opening) -> str | None:
    """A line about the rows of other years; none if all rows are of the year that is opened."""
    year = opening.work_year
    others = {of: lines for of, lines in opening.lines.items() if of != year}
    if not others:
        return None
    count = sum(map(len, others.values()))
    parts = [_of_year(of, lines, year) for of, lines in others.items()]
    zh, en = "；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts)
    if year not in opening.lines:
        zh += f"；没有 {year} 年度的行，{year} 年度登记 0 项，请核对 opened_on"
        en += f"; no line is of {year}, which begins without a project: check opened_on"
    plural = "" if count == 1 else "s"
    return (
        f"请注意 note: {count} 行的登记日期不在 {year} 年度：{zh} / "
        f"the opened_on of {count} line{plural} is not in {year}: {en}"
    )


def _of_year(of: int, lines: Sequence[int], work_year: int) -> tuple[str, str]:
    zh, en = ("以前年度项目导入", "imported") if of < work_year else ("项目登记", "registered")
    shown, verb = [*ranges(lines)], "line {} is" if len(lines) == 1 else "lines {} are"
    return (
        f"第 {'、'.join(shown)} 行按 {of} 年度{zh}",
        f"{verb.format(', '.join(shown))} {en} for budget year {of}",
    )


def ranges(lines: Sequence[int]) -> Iterator[str]:
    """Line numbers with runs of neighbours drawn together: 2–4, 7."""
    for _, run in groupby(enumerate(lines), key=lambda one: one[1] - one[0]):
        found = [line for _, line in run]
        yield f"{found[0]}–{found[-1]}" if len(found) > 1 else str(found[0])
