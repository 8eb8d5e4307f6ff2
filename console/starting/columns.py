"""The hint on each column of the files that a county fills in; the columns are the models'."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.shared.filings.funding import PARTS

_FLAG = "选“是”或“否”。"

HINTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "portfolio": {
            "code": "每个项目一个编码，全年不变。此列为文本：以 0 开头或 15 位以上的编码不会走样。"
            "单位整体支出行写单位编码。",
            "name": "项目全称，写在一行内。",
            "unit_code": "预算单位的编码，从下拉列表选，须在单位清单中。",
            "unit_name": "与单位清单中该编码的名称一致。",
            "budget_type": "四本预算之一，从下拉列表选。",
            "origin": "年初预算或年中追加；追加的须填全年预算数。",
            "opened_on": "项目登记的日期，如 2026-01-05；其年份即预算年度。",
            "is_new": f"本年度新增的项目选“是”，延续项目选“否”。{_FLAG}",
            "is_major": f"是否重大项目。{_FLAG}",
            "one_off": "一次性项目选“是”，经常性、阶段性选“否”。",
            "key_project": f"是否重点项目。{_FLAG}",
            "subject_kind": "项目，或单位整体（每个单位一行）；空着即为项目。",
            "confidential": "涉密项目选“是”：不对外公开。",
            "initial": "单位：元。以万元填写的，请将标题改为“年初预算数（万元）”。",
            "adjusted": "单位：元；年中追加的必填，其余可空。",
            "executed": "单位：元；以前年度项目填写，可空。",
            **dict.fromkeys(
                PARTS.values(),
                "单位：元；可空。填写的，中央、自治区、地州、县级四项之和应等于年初预算数"
                "（年中追加的为全年预算数），没有的填 0 或不填。单位整体不填。",
            ),
        },
        "people": {
            "person": "人员编号或姓名；办事时即以此署名，全县不得重复。",
            "organisation": "单位清单中的编码；财政部门填财政机构编码。",
            "role": "从下拉列表选。自任职日期起，该单位的该角色只有登记的人可以办理。",
            "since": "自该日起（含），如 2026-11-28。",
            "until": "至该日止（含）；没有截止日的不填。",
            "document": "任命或分工文件的名称、文号。",
        },
        "units": {
            "code": "预算单位编码；此列为文本。",
            "name": "单位全称。",
            "department": "主管部门的单位编码；自己主管自己的可不填。",
        },
    }
)
"""The hints by kind of table and field."""
