"""The catalogue of people and units: titles, letters, deadlines and phases."""

from __future__ import annotations

from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue.entries import (
    Catalogue,
    EventEntry,
    Mark,
    PhaseEntry,
    Reach,
    Stage,
    Tone,
    act,
)
from domain.shared.names import Name

CATALOGUE = Catalogue(
    name=Name("机构与人员", "people and units"),
    acts={
        Stage.ANY_TIME: (
            act(
                "role.assign",
                EventEntry("role.assigned", "登记任职", Mark("assigned", "任职")),
                instead=("请以 role.end 结束该任职", "end the role by role.end"),
            ),
            act(
                "role.end",
                EventEntry("role.ended", "结束任职", Mark("role ended", "离任")),
                instead=("请以 role.assign 重新登记任职", "assign the role again by role.assign"),
            ),
            act(
                "unit.merge",
                EventEntry("unit.merged", "单位合并", Mark("merged", "合并", Tone.CHANGE)),
                reach=Reach.OF_THE_UNIT,
                reaches=("unit.hand-over",),
                instead=(
                    "合并后各项已移交承接单位，不能收回；误登记的，可将承接单位再行分立（unit.split）",
                    "its subjects are with the successor: if that is wrong, split it (unit.split)",
                ),
            ),
            act(
                "unit.split",
                EventEntry("unit.split", "单位分立", Mark("split", "分立", Tone.CHANGE)),
                reach=Reach.OF_THE_UNIT,
                reaches=("unit.hand-over",),
                instead=(
                    "分立后各项已移交承接单位，不能收回；误登记的，可将承接单位合并（unit.merge）",
                    "its subjects are with the successors: if wrong, merge them (unit.merge)",
                ),
            ),
            *shared.DELEGATION,
            *shared.ANNOTATION,
            *shared.REACHING,
        ),
    },
    phases=(
        PhaseEntry("empty", Name("尚无记录", "empty")),
        PhaseEntry("recorded", Name("已登记", "recorded")),
    ),
)
"""The catalogue of a jurisdiction's people and units."""
