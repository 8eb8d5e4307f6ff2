"""The deadlines of each kind of subject, by the type of its state; the registry collects them.

A kind that is missing here has no due dates: it has waits, but is never late.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.shared.deadlines.dated import Dated
from domain.subjects.registry import SUBJECTS

__all__ = ["DATED", "Dated"]

DATED: Mapping[type[Any], Dated] = {one.dated.state: one.dated for one in SUBJECTS if one.dated}
