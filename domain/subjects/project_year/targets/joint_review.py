"""The joint review of a project: of its target, and at the entrance of the library."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel import frozen
from domain.kernel.vocabulary import Role
from domain.shared.filings.joint_review import (
    ENTRANCE,
    Review,
    Subject,
    Waiting,
    deciders,
    evolvers,
    items_of,
)
from domain.subjects.project_year.state import ProjectYear, Registered


def _waiting(state: ProjectYear) -> Waiting | None:
    if isinstance(state.entry, Registered):
        return Waiting("library", (*ENTRANCE,), state.entrance)
    content = state.target.content
    if content is None or not content.filing.open:
        return None
    items = items_of(content.indicators)
    return Waiting("project", items, content.unreasonable, content.filing)


def _found(
    state: ProjectYear, subject: Subject, party: Role, unreasonable: tuple[str, ...]
) -> ProjectYear:
    if subject == "library":
        return frozen.replace(state, entrance={**state.entrance, party: unreasonable})
    filed = state.target.filed
    content = replace(filed, unreasonable={**filed.unreasonable, party: unreasonable})
    return frozen.replace(state, target=replace(state.target, content=content))


REVIEW = Review(_waiting, _found)
DECIDE = deciders(REVIEW)
EVOLVE = evolvers(REVIEW)
