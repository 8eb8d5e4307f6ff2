"""The catalogue of a work calendar: titles, letters, deadlines and phases."""

from __future__ import annotations

from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue.entries import (
    Catalogue,
    EventEntry,
    Mark,
    PhaseEntry,
    Reach,
    Stage,
    act,
)
from domain.shared.names import Name

CATALOGUE = Catalogue(
    name=Name("工作日历", "work calendar"),
    acts={
        Stage.ANY_TIME: (
            act(
                "work-calendar.publish",
                EventEntry("work-calendar.published", "公布工作日历", Mark("calendar", "日历")),
                reach=Reach.ALL,
                instead=(
                    "请再次办理 work-calendar.publish 公布正确的日历，以后一次为准",
                    "publish the right calendar by work-calendar.publish, and the later one counts",
                ),
            ),
            *shared.ANNOTATION,
            *shared.ANNOUNCING,
        ),
    },
    phases=(
        PhaseEntry("empty", Name("尚无记录", "empty")),
        PhaseEntry("published", Name("已公布", "published")),
    ),
)
"""The catalogue of a jurisdiction's work calendar."""
