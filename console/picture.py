"""The picture of the year, drawn from the definitions of acts: a Mermaid diagram.

Each subject is a frame, each module of its decider a box with its acts and who takes them, in the
order in which the decider names them. README carries it; `python -m console.picture` draws it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

from activities.submission import WORKFLOWS
from domain.deciders import DECIDERS
from domain.message import Command
from domain.subject import SubjectKind

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- year:begin -->", "<!-- year:end -->"


def picture() -> str:
    """The diagram as Mermaid text."""
    lines = ["flowchart LR"]
    for kind in DECIDERS:
        lines += _subject(kind)
    return "\n".join(lines)


def _subject(kind: SubjectKind) -> Iterator[str]:
    name = WORKFLOWS[kind]
    yield f'  subgraph {name}["{name}"]'
    yield "    direction TB"
    boxes = [(module, list(acts)) for module, acts in groupby(DECIDERS[kind].COMMANDS, _module)]
    for module, acts in boxes:
        told = "<br/>".join(_act(act) for act in acts)
        yield f'    {name}_{module}["<b>{module.replace("_", " ")}</b><br/>{told}"]'
    for (before, _), (after, _) in pairwise(boxes):
        yield f"    {name}_{before} --> {name}_{after}"
    yield "  end"


def _module(act: type[Command]) -> str:
    return act.__module__.rpartition(".")[2]


def _act(act: type[Command]) -> str:
    return f"{act.name} · {', '.join(sorted(act.who))}"


def drawn(readme: str) -> str:
    """README with the picture between its marks; raises `ValueError` without the marks."""
    head, mark, rest = readme.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"README has no {BEGIN} … {END}")
    return f"{head}{BEGIN}\n```mermaid\n{picture()}\n```\n{END}{tail}"


if __name__ == "__main__":
    README.write_text(drawn(README.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"{README.name}: drawn\n")
