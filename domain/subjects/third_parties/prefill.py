"""The fields of acts on a third-party institution that the log knows."""

from __future__ import annotations

from domain.kernel.prefill import Prefills
from domain.subjects.third_parties.rating import Rate

PREFILLS: Prefills = {Rate: lambda _state, today: {"year": str(today.year)}}
