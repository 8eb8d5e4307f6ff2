"""What comes after the opening of a proposed year: its calendar, the roles, and the targets."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import join

from console.next_year.files import Files
from console.next_year.year_before import YearBefore
from domain.kernel.vocabulary import Role


def after_the_opening(before: YearBefore, files: Files, where: str) -> Iterator[str]:
    """The next steps, as commands where there is one; `where` names the data directory."""
    year = before.next_year
    if year not in before.calendars:
        calendar = f"{before.jurisdiction}/work-calendar"
        yield f"公布 {year} 年工作日历 publish its calendar：work-calendar.publish（{calendar}）"
    acts = (("people", files.people, Role.FINANCE), ("indicators", files.targets, Role.UNIT))
    for kind, path, role in acts:
        if path.exists():
            of = ["--jurisdiction", before.jurisdiction, "--work-year", str(year)]
            by = ["--actor", "ID", "--organisation", "CODE", "--role", role.value]
            told = join(["jixiao", "table", "acts", kind, str(path), *of, *by])
            yield f"{told}{where} | jixiao submit -{where}"
