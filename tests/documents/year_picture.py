"""The picture of the year in README, drawn from the stages and the catalogues."""

from __future__ import annotations

from collections.abc import Iterator

from activities.submission import WORKFLOWS
from domain.kernel.subject_ids import SubjectKind
from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.catalogue.entries import Stage
from domain.subjects.registry import CATALOGUES

BEGIN, END = "<!-- year:begin -->", "<!-- year:end -->"


def picture() -> str:
    """The stages of a project's year as text, each with what other subjects cause in it."""
    return "\n".join(["ProjectYear 项目年", *_stages()])


def _stages() -> Iterator[str]:
    for number, stage in enumerate(Stage, 1):
        if number > 1 and stage is not Stage.ANY_TIME:
            yield "   │"
        when = f" · {stage.when}" if stage.when else ""
        head = "   ·" if stage is Stage.ANY_TIME else f"   {number}"
        yield f"{head} {stage.title}{when}"
        yield from _causes(number)


def _causes(stage: int) -> Iterator[str]:
    """What other subjects cause in a stage, a line for each kind."""
    acts: dict[str, list[str]] = {}
    for kind, cause, act in causes_of(CATALOGUES):
        if _stage_of(act) == stage:
            acts.setdefault(WORKFLOWS[kind], []).append(cause)
    for name, causes in acts.items():
        yield f"   │   ◀ {name}: {', '.join(dict.fromkeys(causes))}"


def causes_of(catalogues: Catalogues) -> Iterator[tuple[SubjectKind, str, str]]:
    """Which act of another kind of subject makes the system take which act of a project's year."""
    theirs = {act.name for act in catalogues.by_kind[SubjectKind.PROJECT_YEAR].all_acts()}
    for kind, catalogue in catalogues.by_kind.items():
        for act in catalogue.all_acts():
            yield from ((kind, act.name, reached) for reached in act.reaches if reached in theirs)


def _stage_of(act: str) -> int:
    stages = CATALOGUES.stages(SubjectKind.PROJECT_YEAR)
    of_act = (
        number
        for number, stage in enumerate(Stage, 1)
        if act in {entry.name for entry in stages.get(stage, ())}
    )
    return next(of_act)


def drawn(readme: str) -> str:
    """README with the picture between its marks; raises `ValueError` without the marks."""
    head, mark, rest = readme.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"README has no {BEGIN} … {END}")
    return f"{head}{BEGIN}\n```text\n{picture()}\n```\n{END}{tail}"
