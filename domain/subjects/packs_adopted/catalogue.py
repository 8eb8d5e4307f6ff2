"""The catalogue of adopted packs: titles, letters, deadlines and phases."""

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
    name=Name("规则包", "packs"),
    acts={
        Stage.ANY_TIME: (
            act(
                "pack.adopt",
                EventEntry("pack.adopted", "采用规则包", Mark("pack", "规则包")),
                reach=Reach.ALL,
                instead=(
                    "请重新采用正确的规则包（pack.adopt），自采用之日起以后一次为准",
                    "adopt the right pack by pack.adopt: from that day on the later one counts",
                ),
            ),
            *shared.ANNOTATION,
            *shared.ANNOUNCING,
        ),
    },
    phases=(
        PhaseEntry("empty", Name("尚无记录", "empty")),
        PhaseEntry("adopted", Name("已采用", "adopted")),
    ),
)
"""The catalogue of a jurisdiction's adopted packs."""
