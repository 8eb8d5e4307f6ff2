"""Builders of the objects of key evaluation, as two statements published them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.kernel.decider import SYSTEM
from domain.kernel.vocabulary import BudgetType
from domain.shared.filings.disclosure import ApproveException, Publish
from domain.subjects.project_year import decider
from domain.subjects.project_year.evaluation.key_evaluation import MarkSelected
from domain.subjects.project_year.evaluation.key_evaluation_review import Finalise
from testkit.builders.project_evaluation import COMMISSION, PASSED, VIEWS, history, key_report
from testkit.decider_spec import REVIEWER, DeciderSpec, packaged_rules


@dataclass(frozen=True)
class Published:
    """What a statement published: objects by type, money in yuan, reports and their disclosure."""

    jurisdiction: str
    types: Mapping[str, int]
    funds: Decimal
    withheld: int
    sentence: str
    titles: tuple[str, ...]

    @property
    def objects(self) -> int:
        """The number of objects."""
        return sum(self.types.values())


JIASHI = Published(
    "653129",
    {"unit_overall": 1, "policy": 4, "government_procurement": 1},
    Decimal(55962400),
    0,
    "评价类型覆盖“四本预算”及部门/单位整体、财政政策、政府采购等方面",
    (
        "统计局部门整体",
        "80周岁以上老年人生活补助和免费体检项目",
        "农村道路建设项目",
        "甜菜绿色高产高效行动项目",
        "社会化服务项目",
        "农机购置与应用补贴",
    ),
)
"""JS-003 to JS-007, JS-010 to JS-015, JS-021: 1 + 4 + 1 of 5,596.24 万, all of them public."""

BAZHOU = Published(
    "652800",
    {
        "unit_overall": 1,
        "lower_government": 2,
        "policy": 1,
        "government_procurement": 2,
        "other_major": 5,
    },
    Decimal(538000000),
    2,
    "评价类型覆盖“四本预算”及部门/单位整体、下级政府财政运行、财政政策、政府采购、其他重大项目等方面",
    (
        "库尔勒经济技术开发区市场监督管理局部门整体支出",
        "第五次全国经济普查项目",
        "2024年棉花产业集群项目",
        "儿童福利设施项目",
        "2024城乡居民基本医疗保险财政补助资金",
        "中央现代职业教育质量提升项目",
        "博斯腾湖化学需氧量(CODcr)超标溯源及监测平台建设项目",
        "5111人才专项资金项目",
        "中央专项彩票公益金支持残疾人事业发展补助资金项目",
        "不公开项目之一",
        "不公开项目之二",
    ),
)
"""BZ-001 to BZ-005, BZ-008 to BZ-016: 1 + 2 + 1 + 2 + 5 of 5.38 亿, two withheld (AMB-47)."""

ON = "2025-06-02"
BUDGETS = tuple(BudgetType)
FINALISATION = "key-evaluation.finalisation"


def selected(jurisdiction: str, code: str, kind: str | None, **changes: Any) -> DeciderSpec:
    """A project of 2024 that was selected in 2025."""
    rules = packaged_rules(jurisdiction)
    scene = DeciderSpec.of(decider, f"{jurisdiction}/2024/{code}", rules, on=ON)
    mark = MarkSelected.model_validate({"counted_as": kind})
    return scene.given(history(**changes)).given(mark, by=SYSTEM)


def evaluated(scene: DeciderSpec, amount: Decimal) -> DeciderSpec:
    """A selected project with its report of an amount, and the result of it."""
    report = key_report(evaluated=amount, amount_confirmed="据实填报")
    return scene.given(COMMISSION, report, VIEWS, PASSED, Finalise())


def portfolio(told: Published) -> Iterator[DeciderSpec]:
    """The objects of a statement, each evaluated; the last are confidential and withheld."""
    kinds = [kind for kind, number in told.types.items() for _ in range(number)]
    each = (told.funds / len(kinds)).quantize(Decimal(1))
    for number, kind in enumerate(kinds):
        last = number == len(kinds) - 1
        amount = told.funds - each * (len(kinds) - 1) if last else each
        secret = number >= len(kinds) - told.withheld
        budget = BUDGETS[number % len(BUDGETS)]
        fields = {
            "confidential": secret,
            "budget_type": budget,
            "project_name": told.titles[number],
        }
        scene = selected(told.jurisdiction, f"Z{number:02}", kind, **fields)
        final = evaluated(scene, amount)
        yield final.given(EXCEPTION) if secret else final.given(PUBLISH, by=REVIEWER)


EXCEPTION = ApproveException(artefact="key_evaluation_report", approver="局长", reason="涉密")
PUBLISH = Publish.model_validate(
    {
        "artefact": "key_evaluation_report",
        "channel": "政府门户网站",
        "published_on": ON,
        "medium": "government_portal",
        "address": "http://www.example.gov.cn/jx",
    }
)
