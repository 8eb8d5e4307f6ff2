"""The filings that a project shares with a policy, by the keys that deadlines name them by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.kernel import frozen
from domain.shared.filings.filing import Filing
from domain.subjects.project_year.evaluation.state import KeyEvaluation

EXANTE = "exante.report"
TARGET = "target.filing"
KEY_REPORT = "key-evaluation.report"

SHARED = frozenset({EXANTE, TARGET, KEY_REPORT})
"""The keys of these filings."""


def shared_filing(state: Any, key: str) -> Filing | None:
    """The filing of a shared key, if there is one; raises `KeyError` for another key."""
    filings: dict[str, Filing | None] = {
        EXANTE: state.exante.filing,
        TARGET: state.target.filing,
        KEY_REPORT: state.evaluation.key.filing,
    }
    return filings[key]


def with_shared(state: Any, key: str, filing: Filing | None) -> Any:
    """The state with the filing of a shared key changed; raises `KeyError` for another key."""
    if key == EXANTE:
        report = replace(state.exante.filed, filing=filing) if filing else None
        return frozen.replace(state, exante=replace(state.exante, report=report))
    if key == TARGET:
        content = replace(state.target.filed, filing=filing) if filing else None
        return frozen.replace(state, target=replace(state.target, content=content))
    if key == KEY_REPORT:
        return state.evaluated(key=_with_filing(state.evaluation.key, filing))
    raise KeyError(key)


def _with_filing(key: KeyEvaluation, filing: Filing | None) -> KeyEvaluation:
    return replace(key, report=replace(key.filed, filing=filing) if filing else None)


def without_shared(state: Any, key: str) -> Any:
    """The state without the filing of a shared key and what it said.

    A target that had been sent back as unreasonable stands as unreasonable again.
    """
    without = with_shared(state, key, None)
    if key != TARGET:
        return without
    target = without.target
    reasonable = target.reasonable and not target.adjusted
    return frozen.replace(without, target=replace(target, reasonable=reasonable, adjusted=False))
