"""Drafts of acts, and how one would come out: what a decider says of the values in its blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from console.cli.input.unfilled import MARK
from console.cli.templates.field_names import FIELD_NAMES
from console.cli.templates.placeholders import Blanks
from domain.kernel.decider import Decided
from domain.kernel.prefill import Open
from domain.kernel.refusal import Code, Refusal

Now = Literal["taken", "fill", "depends", "refused"]

_CLEAR = frozenset({Code.GATE_NOT_MET, Code.INVALID_FIELD, Code.MISSING_FIELD})
"""Refusals that may be about a value that is still to be filled in."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a template, the values that are tried in their place, and the blank ones."""

    shown: Mapping[str, Any]
    tried: Mapping[str, Any]
    blank: frozenset[str]


def now_of(
    decided: Decided,
    draft: Draft,
    own: frozenset[str],
    blanks: Blanks,
    keys: Mapping[str, Sequence[str]],
) -> Now:
    """The decision on an act with a sample in each blank field."""
    blank = draft.blank | own
    if not isinstance(decided, Refusal):
        return "fill" if blank else "taken"
    if decided.code not in _CLEAR:
        return "refused"
    if (decided.field or "").partition(".")[0] in blank:
        return "fill"
    may_differ = any(blanks.is_choice(name) for name in draft.blank)
    is_key = decided.field is not None and bool(keys.get(decided.field))
    return "depends" if may_differ and not is_key else "refused"


RANK: Mapping[Now, int] = {"taken": 0, "fill": 1, "depends": 2, "refused": 3}
"""The outcomes, the best one first."""


def asked_for(decided: Decided, blanks: Blanks, draft: Draft) -> str | None:
    """The optional field without which an act is refused."""
    if not isinstance(decided, Refusal) or decided.code is not Code.MISSING_FIELD:
        return None
    there = blanks.schema.get("properties", {})
    return decided.field if decided.field in there and decided.field not in draft.shown else None


def rendered(value: Any) -> tuple[Any, Any]:
    """A known value as the template shows it and as it is tried."""
    if isinstance(value, Open):
        name = FIELD_NAMES.get(value.field, value.field)
        return f"{MARK}{name}（{value.hint}）", value.sample
    if isinstance(value, dict):
        parts = {name: rendered(part) for name, part in value.items()}
        return {n: one[0] for n, one in parts.items()}, {n: one[1] for n, one in parts.items()}
    if isinstance(value, list):
        items = [rendered(part) for part in value]
        return [one[0] for one in items], [one[1] for one in items]
    return value, value
