"""The catalogue of rulings: titles, letters, deadlines and phases."""

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
    name=Name("裁定", "rulings"),
    acts={
        Stage.ANY_TIME: (
            act(
                "ruling.record",
                EventEntry("ruling.recorded", "登记裁定", Mark("ruling", "裁定")),
                reach=Reach.ALL,
                instead=(
                    "请再次办理 ruling.record 记录正确的裁定，以后一次为准",
                    "record the right ruling by ruling.record, and the later one counts",
                ),
            ),
            *shared.ANNOTATION,
            *shared.ANNOUNCING,
        ),
    },
    phases=(
        PhaseEntry("empty", Name("尚无记录", "empty")),
        PhaseEntry("ruled", Name("已裁定", "ruled")),
    ),
)
"""The catalogue of a jurisdiction's rulings."""
