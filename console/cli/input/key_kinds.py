"""The fields of an act that name a key, and the kinds of keys that they take."""

from __future__ import annotations

from collections.abc import Iterator

from domain.kernel.keys import KeyField
from domain.kernel.message import Command
from domain.kernel.subject_ids import SubjectKind
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.registry import DECIDERS

_DEADLINE = "deadline"


def key_kinds(command: type[Command]) -> dict[str, tuple[str, ...]]:
    """The key fields of a command with the kinds of keys, those of all kinds of subjects together.

    A field whose keys stand inside objects is not among them; a field whose kinds of keys depend on
    the subject has none.
    """
    found: dict[str, dict[str, None]] = {}
    for kind, field, key in _fields(command):
        if key.part is None:
            found.setdefault(field, {}).update(dict.fromkeys(_kinds(kind, field, key)))
    return {field: tuple(kinds) for field, kinds in found.items()}


def _fields(command: type[Command]) -> Iterator[tuple[SubjectKind, str, KeyField]]:
    for kind, decider in DECIDERS.items():
        for (taken, field), key in decider.KEYS.items():
            if taken is command:
                yield kind, field, key


def _kinds(kind: SubjectKind, field: str, key: KeyField) -> tuple[str, ...]:
    if key.kinds or field != _DEADLINE:
        return key.kinds
    return tuple(entry.key for entry in CATALOGUES.by_kind[kind].deadlines)
