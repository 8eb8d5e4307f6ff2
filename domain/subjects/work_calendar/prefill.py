"""The fields of acts on a work calendar that the log knows."""

from __future__ import annotations

from domain.kernel.prefill import Prefills
from domain.subjects.work_calendar.decider import Publish

PREFILLS: Prefills = {Publish: lambda _state, today: {"year": str(today.year)}}
