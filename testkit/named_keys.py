"""A check of refusals: no key of a duty stands in a Chinese text without its name."""

from __future__ import annotations

import re

from domain.kernel.refusal import Refusal
from domain.subjects.catalogues import CATALOGUES

_KEY = re.compile(r"(?<![\w.:/（-])[a-z][\w.:/-]*[.-][\w.:/-]*", re.ASCII)
"""What may be the key of a deadline: not in brackets after its name."""


def unnamed_keys(refusal: Refusal) -> list[str]:
    """The keys of deadlines that a person finds in the Chinese text without their names."""
    shown = _KEY.findall(CATALOGUES.in_words(refusal).zh)
    return [key for key in shown if CATALOGUES.deadline(key.rstrip(".:")) is not None]


def require_names(refusal: Refusal) -> None:
    """Raise `AssertionError` if the refusal names a duty by its key alone."""
    if found := unnamed_keys(refusal):
        raise AssertionError(f"keys without a name: {found} in {refusal.zh}")
