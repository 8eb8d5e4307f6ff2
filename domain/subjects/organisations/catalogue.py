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

_BODIES = (
    act(
        "body.set",
        EventEntry("body.set", "登记领导和监督机构", Mark("body set", "机构登记")),
        instead=("请以 body.end 结束后重新登记", "end it by body.end and register it again"),
    ),
    act(
        "body.end",
        EventEntry("body.ended", "结束领导和监督机构", Mark("body ended", "机构结束")),
        instead=("请以 body.set 重新登记", "register it again by body.set"),
    ),
    act(
        "body.inform",
        EventEntry("body.informed", "报送领导和监督机构", Mark("body told", "报送")),
        instead=("请以同一文件重新登记，以后一次为准", "record it again by the same document"),
    ),
    act(
        "body.record-act",
        EventEntry("body.act-recorded", "登记领导和监督机构的决定", Mark("body decided", "决定")),
        instead=("请以同一文件重新登记，以后一次为准", "record it again by the same document"),
    ),
)

_DEPARTMENTS = (
    act(
        "department.set",
        EventEntry("department.set", "登记主管部门", Mark("department set", "主管部门")),
        instead=(
            "请以 department.set 重新登记，或以 department.end 结束",
            "set it again by department.set, or end it by department.end",
        ),
    ),
    act(
        "department.end",
        EventEntry(
            "department.ended", "结束主管部门关系", Mark("department ended", "主管关系结束")
        ),
        instead=(
            "请以 department.set 重新登记主管部门",
            "set the department again by department.set",
        ),
    ),
)

_SIGNERS = (
    act(
        "signer.set",
        EventEntry("signer.set", "登记签署人员", Mark("signer set", "签署登记")),
        instead=("请以 signer.end 结束后重新登记", "end it by signer.end and register it again"),
    ),
    act(
        "signer.end",
        EventEntry("signer.ended", "结束签署人员登记", Mark("signer ended", "签署结束")),
        instead=("请以 signer.set 重新登记", "register it again by signer.set"),
    ),
)

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
            act(
                "section.set",
                EventEntry("section.set", "登记科室分工", Mark("section set", "科室分工")),
                instead=(
                    "请以 section.set 重新登记，或以 section.end 结束",
                    "set it again by section.set, or end it by section.end",
                ),
            ),
            act(
                "section.end",
                EventEntry("section.ended", "结束科室分工", Mark("section ended", "分工结束")),
                instead=("请以 section.set 重新登记分工", "set the remit again by section.set"),
            ),
            *_DEPARTMENTS,
            *_SIGNERS,
            *_BODIES,
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
