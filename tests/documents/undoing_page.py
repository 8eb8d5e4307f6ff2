"""The page of how each act of the bureau is undone, `docs/undoing.md`, made from the code."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.subject_ids import SubjectKind
from domain.subjects.registry import CATALOGUES
from tests.undoing_of import Undone, acts_of, undone

HEAD = """\
# How each act of the bureau is undone

`python -m tests.documents.write` generates this page; a test fails while an act of the bureau, of
the congress, the audit or the government has neither a way nor a reason. `act.withdraw` takes an
act back while nothing rests on it. `act.correct` does so afterwards: it says in `follows` what
becomes of each thing that rests on the act, and may put another act in its place. `jixiao acts
SUBJECT act.withdraw` lists the acts that can be withdrawn now, by their keys.

An act that reached other subjects, as a selection or a draw, is taken back from them too. Both acts
stay in the history, and `jixiao problems` lists slip and mending.
"""


def undoing_page() -> str:
    """The whole page."""
    lines = [HEAD, *(line for kind in SubjectKind for line in _of(kind))]
    return "\n".join(lines).rstrip() + "\n"


def _of(kind: SubjectKind) -> Iterator[str]:
    yield f"## {CATALOGUES.by_kind[kind].name}"
    yield ""
    yield "| act | title | undone by |"
    yield "|---|---|---|"
    for command in acts_of(kind):
        found = undone(kind, command.name)
        yield f"| `{found.act}` | {CATALOGUES.acts[found.act].title} | {_told(found)} |"
    yield ""


def _told(found: Undone) -> str:
    if found.by:
        return ", ".join(f"`{act}`" for act in found.by)
    zh, en = found.instead or ("", "")
    return f"{zh} / {en}"
