"""The choices of a field as a placeholder shows them: the word to write, and its Chinese name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from console.cli.render.rules_words import word
from console.tables.choice_words import WORDS

_OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "adjusted": "调整后",
        "annual_appraisal": "纳入年度考核",
        "annual_plan": "年度工作方案",
        "county_guidance": "指导县市改进",
        "data_use": "绩效大数据应用",
        "exante_norms": "事前绩效评估操作规范",
        "joint_supervision": "联合监督",
        "practice": "绩效管理实操",
        "public_channel": "公众参与平台",
        "publicity": "预算绩效宣传",
        "system_link": "与一体化系统衔接准备",
        "third_party_plan": "第三方绩效评价工作方案",
        "cancelled": "作废",
        "audit": "审计",
        "commended": "通报表彰",
        "lagging": "约谈并责令限期整改",
        "daily_management": "日常管理",
        "department_overall": "部门整体支出",
        "escalation.after_days": "逾期几日后升级",
        "escalation.to": "升级报送对象",
        "fiscal_capacity": "财力情况",
        "fiscal_policy": "财政政策",
        "key_work": "重点工作安排",
        "government_procurement": "政府采购",
        "lower_government": "下级政府",
        "leading_group": "领导小组",
        "party_finance_committee": "党委财经委",
        "people_congress": "人大",
        "supervision_body": "监督机构",
        "adjustment": "预算调整",
        "monthly": "月度",
        "other": "其他方式",
        "other_major": "其他重大事项",
        "party_committee": "党委",
        "purchased_services": "政府购买服务",
        "real": "实际",
        "approved_functions": "三定方案",
        "implementation_plan": "实施方案",
        "reminder.lead_days": "提前几日提醒",
        "rectification.after_days": "整改通知未写明期限时，自通知之日起几日内整改",
        "feedback.after_days": "评价有结论后几日内反馈",
        "warning.after_days": "系统预警后几日内分析偏离原因",
        "analysis.after_days": "监控节点后几日内分析本轮监控结果",
        "disclosure.after_days": "批复（或调整获批）后几日内公开",
        "disclosure.channels": "门户网站以外的公开渠道（多个渠道用顿号隔开）",
        "government_portal": "本级政府门户网站",
        "secret": "涉密",
        "sensitive": "敏感信息",
        "secret_unit": "涉密单位",
        "secret_matter": "涉密事项",
        "whole": "全部不公开",
        "part": "部分不公开",
        "finance_portal": "财政部门门户网站",
        "section_remit": "科室分工是否约束办理",
        "department_review": "哪些填报先经主管部门审核",
        "endorsement.after_days": "报送后几日内主管部门审核",
        "signatures": "各事项须几人签署",
        "signature.after_days": "提请（或上一人签署）后几日内签署",
        "section_head": "股室负责人",
        "leader": "分管领导",
        "replace": "更正",
        "returned": "退回重报",
        "simulated": "演练",
        "special_bonds": "专项债券",
        "stands": "不变",
        "supervision": "监督检查",
        "withdraw": "撤回",
        "year_end": "年终",
    }
)
"""Values that neither tables nor rules have a word for."""


def choices(values: Iterable[object]) -> str:
    """The values of a choice, each with its Chinese name: "withdraw 撤回 / replace 更正"."""
    return " / ".join(_shown(str(value)) for value in values)


def _shown(value: str) -> str:
    zh = _OTHERS.get(value) or WORDS.get(value, ("",))[0] or word(value).partition(" ")[0]
    return f"{value} {zh}" if zh not in {"", value} else value
