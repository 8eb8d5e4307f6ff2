"""The picture of the year, drawn from the catalogues of the subjects.

A Mermaid diagram of the stages of a project's year, with its acts, and of what the other subjects
do to it; behind it a table of every subject's acts and who takes them. README carries both;
`python -m console.cli.render.year_picture` draws them anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from activities.submission import WORKFLOWS
from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind
from domain.kernel.vocabulary import Role
from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.catalogue.entries import ActEntry, Stage
from domain.subjects.registry import CATALOGUES

README = Path(__file__).parents[3] / "README.md"
BEGIN, END = "<!-- year:begin -->", "<!-- year:end -->"


def picture() -> str:
    """The diagram as Mermaid text."""
    lines = ["flowchart LR", '  subgraph ProjectYear["ProjectYear 项目年"]']
    lines += [f"    {line}" for line in _stages()]
    lines.append("  end")
    lines += [f"  {line}" for line in _others()]
    return "\n".join(lines)


def _stages() -> Iterator[str]:
    for number, stage in enumerate(Stage, 1):
        names = [act.name for act in _of_a_project().get(stage, ())]
        told = "<br/>".join(
            [f"<b>{stage.title}</b>", *([stage.when] if stage.when else []), *names]
        )
        yield f'S{number}["{told}"]'
    for before, after in pairwise(range(1, len(Stage))):  # what is at any time has no place
        yield f"S{before} --> S{after}"


def _others() -> Iterator[str]:
    causes = tuple(causes_of(CATALOGUES))
    for kind in dict.fromkeys(kind for kind, _, _ in causes):
        yield f'{WORKFLOWS[kind]}["{WORKFLOWS[kind]}"]'
    for kind, cause, act in causes:
        yield f"{WORKFLOWS[kind]} -. {cause} .-> S{_stage_of(act)}"


def causes_of(catalogues: Catalogues) -> Iterator[tuple[SubjectKind, str, str]]:
    """Which act of another kind of subject makes the system take which act of a project's year."""
    theirs = {act.name for act in catalogues.by_kind[SubjectKind.PROJECT_YEAR].all_acts()}
    for kind, catalogue in catalogues.by_kind.items():
        for act in catalogue.all_acts():
            yield from ((kind, act.name, reached) for reached in act.reaches if reached in theirs)


def _stage_of(act: str) -> int:
    of_act = (
        number
        for number, stage in enumerate(Stage, 1)
        if act in {one.name for one in _of_a_project().get(stage, ())}
    )
    return next(of_act)


def _of_a_project() -> Mapping[Stage, tuple[ActEntry, ...]]:
    return CATALOGUES.stages(SubjectKind.PROJECT_YEAR)


def table() -> str:
    """Every subject's acts by the stage of the year, with who takes them, as a Markdown table."""
    lines = ["| subject | stage | acts · who takes them |", "|---|---|---|"]
    for kind, catalogue in CATALOGUES.by_kind.items():
        for stage, acts in catalogue.acts.items():
            told = "<br/>".join(map(_act, acts))
            lines.append(f"| {WORKFLOWS[kind]} | {stage.title} | {told} |")
    return "\n".join(lines)


def _act(act: ActEntry) -> str:
    people = sorted(Command.by_name[act.name].who - {Role.SYSTEM})
    return f"`{act.name}` {act.title} · {', '.join(people or ['the system itself'])}"


def drawn(readme: str) -> str:
    """README with the picture between its marks; raises `ValueError` without the marks."""
    head, mark, rest = readme.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"README has no {BEGIN} … {END}")
    return (
        f"{head}{BEGIN}\n```mermaid\n{picture()}\n```\n\n<details>\n"
        f"<summary>Every act of every subject, and who takes it</summary>\n\n{table()}\n\n"
        f"</details>\n{END}{tail}"
    )


if __name__ == "__main__":
    README.write_text(drawn(README.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"{README.name}: drawn\n")
