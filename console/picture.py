"""The picture of the year, drawn from the definitions of acts.

A Mermaid diagram of the stages of a project's year, with its acts, and of what the other subjects
do to it; behind it a table of every subject's acts and who takes them. README carries both;
`python -m console.picture` draws them anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from activities.submission import WORKFLOWS
from domain.deciders import DECIDERS
from domain.message import Command
from domain.subject import SubjectKind
from domain.vocabulary import Role

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- year:begin -->", "<!-- year:end -->"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a project's year: its name, when it is, and the modules that hold its acts."""

    name: str
    when: str
    modules: tuple[str, ...]


STAGES = (
    Stage(
        "事前评估 Ex-ante assessment",
        "before it is funded",
        ("population", "exante", "reassessment", "library"),
    ),
    Stage(
        "绩效目标 Targets",
        "with the budget",
        ("targets", "joint_review", "adjustments", "budget"),
    ),
    Stage(
        "绩效监控 Monitoring",
        "rounds of May and August",
        ("monitoring", "monitoring_warnings", "monitoring_review", "rectification"),
    ),
    Stage(
        "单位自评 Self-evaluation",
        "the year after, by March",
        ("evaluation_half", "self_evaluation", "authenticity"),
    ),
    Stage(
        "部门评价、财政重点评价 Evaluation",
        "by April and July",
        ("department_evaluation", "key_evaluation", "key_evaluation_review"),
    ),
    Stage(
        "结果应用 Use of results",
        "cut, cancel, reward, disclose",
        (
            "findings",
            "grades",
            "results",
            "exception_grants",
            "recovery",
            "accountability",
            "disclosure",
        ),
    ),
)
AT_ANY_TIME = Stage(
    "随时 At any time",
    "",
    ("notices", "deadlines", "corrections", "history", "delegation", "attachments", "hand_over"),
)

CAUSES = (
    (SubjectKind.JURISDICTION_YEAR, "year.open", "project.add"),
    (SubjectKind.JURISDICTION_YEAR, "authenticity.draw", "authenticity.mark-drawn"),
    (SubjectKind.JURISDICTION_YEAR, "key-evaluation.select", "key-evaluation.mark-selected"),
    (
        SubjectKind.UNIT_YEAR,
        "department-evaluation.select",
        "department-evaluation.mark-selected",
    ),
    (SubjectKind.ORGANISATIONS, "unit.merge", "unit.hand-over"),
    (SubjectKind.ORGANISATIONS, "unit.split", "unit.hand-over"),
)
"""Which act of another kind of subject makes the system take which act of a project's year."""


def picture() -> str:
    """The diagram as Mermaid text."""
    lines = ["flowchart LR", '  subgraph ProjectYear["ProjectYear 项目年"]']
    lines += [f"    {line}" for line in _stages()]
    lines.append("  end")
    lines += [f"  {line}" for line in _others()]
    return "\n".join(lines)


def _stages() -> Iterator[str]:
    acts = DECIDERS[SubjectKind.PROJECT_YEAR].COMMANDS
    for number, stage in enumerate((*STAGES, AT_ANY_TIME), 1):
        names = [act.name for act in acts if _module(act) in stage.modules]
        told = "<br/>".join([f"<b>{stage.name}</b>", *([stage.when] if stage.when else []), *names])
        yield f'S{number}["{told}"]'
    for before, after in pairwise(range(1, len(STAGES) + 1)):
        yield f"S{before} --> S{after}"


def _others() -> Iterator[str]:
    for kind in dict.fromkeys(kind for kind, _, _ in CAUSES):
        yield f'{WORKFLOWS[kind]}["{WORKFLOWS[kind]}"]'
    for kind, cause, act in CAUSES:
        yield f"{WORKFLOWS[kind]} -. {cause} .-> S{_stage_of(act)}"


def _stage_of(act: str) -> int:
    module = _module(Command.by_name[act])
    stages = (*STAGES, AT_ANY_TIME)
    return next(number for number, stage in enumerate(stages, 1) if module in stage.modules)


def table() -> str:
    """Every subject's acts by module, with who takes them, as a Markdown table."""
    lines = ["| subject | module | acts · who takes them |", "|---|---|---|"]
    for kind, decider in DECIDERS.items():
        for module, acts in groupby(decider.COMMANDS, _module):
            told = "<br/>".join(_act(act) for act in acts)
            lines.append(f"| {WORKFLOWS[kind]} | {module.replace('_', ' ')} | {told} |")
    return "\n".join(lines)


def _module(act: type[Command]) -> str:
    return act.__module__.rpartition(".")[2]


def _act(act: type[Command]) -> str:
    who = ", ".join(sorted(act.who - {Role.SYSTEM}) or ["the system itself"])
    return f"`{act.name}` · {who}"


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
