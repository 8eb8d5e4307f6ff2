"""What to do next with a proposed year, and after its opening: its calendar, roles and targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from shlex import join

from console.next_year.draft import Draft
from domain.kernel.vocabulary import Role


def next_steps(
    draft: Draft, command: Callable[..., str], where: str, *, is_open: bool
) -> Iterator[str]:
    """The next steps, as commands where there is one.

    `command` gives the command with further words, `where` names the data directory.
    """
    if is_open:
        yield from _after_the_opening(draft, where)
    elif draft.found.missing:
        yield f"{command()}（填好清单后再次执行 after the rows are filled in）"
        if rows := len(draft.found.fillable):
            zh = f"金额与上年相同的 {rows} 行由程序填入 fills them"
            yield f"{command('--last-year-amounts')}（{zh}）"
    else:
        words = ("--open-year", "--actor", "ID")
        yield f"{command(*words)}（启动后不能撤回 cannot be taken back）"


def _after_the_opening(draft: Draft, where: str) -> Iterator[str]:
    before, files = draft.before, draft.files
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
