"""The catalogue of a third-party institution: titles, letters, deadlines and phases."""

from __future__ import annotations

from domain.kernel.vocabulary import Role
from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue.entries import (
    Catalogue,
    DeadlineEntry,
    EventEntry,
    PhaseEntry,
    Stage,
    act,
)
from domain.shared.names import Name

CATALOGUE = Catalogue(
    name=Name("第三方机构", "institution"),
    acts={
        Stage.EVALUATION: (
            act("third-party.entrust", EventEntry("third-party.entrusted", "委托第三方机构")),
            act(
                "third-party.record-report",
                EventEntry("third-party.report-recorded", "收到第三方机构评价报告"),
            ),
        ),
        Stage.RESULTS: (
            act("third-party.rate", EventEntry("third-party.rated", "第三方机构年度综合评价")),
            *shared.DISCLOSURE,
        ),
        Stage.ANY_TIME: (
            act("third-party.register", EventEntry("third-party.registered", "登记第三方机构")),
            act(
                "third-party.inspect-directed",
                EventEntry("third-party.inspection-directed", "定向检查第三方机构"),
            ),
            act(
                "third-party.draw-inspection",
                EventEntry("third-party.inspection-drawn", "随机抽取检查对象和检查人员"),
            ),
            act(
                "third-party.record-inspection",
                EventEntry("third-party.inspection-recorded", "记录检查结果"),
            ),
            *shared.UNDOING,
            *shared.ATTACHMENTS,
            *shared.ANNOTATION,
        ),
    },
    deadlines=(
        *shared.RULING,
        DeadlineEntry(
            "third-party.report",
            Name("第三方报告", "report of the institution"),
            Role.THIRD_PARTY,
            rules=("key_evaluation.due", "third_party.inspection"),
        ),
        DeadlineEntry(
            "third-party.inspection",
            Name("第三方检查", "inspection"),
            rules=("third_party.inspection",),
        ),
        DeadlineEntry(
            "disclosure.third_party_rating",
            Name("公开第三方评级", "disclosure of the rating"),
            None,
            rules=("disclosure.required:third_party_rating",),
        ),
        *shared.EXCEPTION,
    ),
    phases=(
        PhaseEntry("unregistered", Name("未登记", "unregistered")),
        PhaseEntry("registered", Name("已登记", "registered")),
    ),
)
"""The catalogue of a third-party institution."""
