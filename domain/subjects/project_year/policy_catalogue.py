"""Catalogue entries that a project's year shares with a policy."""

from __future__ import annotations

from typing import Any

from domain.kernel.vocabulary import Role
from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue import endorsement_entries as endorsement
from domain.shared.catalogue.entries import (
    DeadlineEntry,
    EventEntry,
    SendsBack,
    Settles,
    act,
    returned,
)
from domain.shared.names import Name
from domain.shared.rectification.catalogue import ASKED

ASSESSMENT = (
    act(
        "exante.file-report",
        EventEntry("exante.report-filed", "填报事前绩效评估报告"),
        endorsement.REFERRED,
        shared.CONFIRMED,
    ),
    act(
        "exante.return",
        returned(
            "exante.returned",
            "退回事前绩效评估报告",
            Role.UNIT,
            "事前绩效评估报告",
            SendsBack("exante.report"),
            Settles("exante.review"),
        ),
    ),
    act(
        "exante.review",
        EventEntry(
            "exante.reviewed",
            "审核事前绩效评估报告",
            settles=Settles("exante.review"),
            counted="事前评估审核 ex-ante reviewed",
        ),
    ),
    act(
        "exante.commission-reassessment",
        EventEntry("exante.reassessment-commissioned", "委托第三方再评估"),
    ),
    act("exante.file-reassessment", EventEntry("exante.reassessment-filed", "提交再评估报告")),
)
"""The acts of an ex-ante assessment."""


def _is_approved(state: Any) -> bool:
    """Whether the target is approved: then it is an adjustment that goes back."""
    return bool(state.target.is_approved)


TARGETS = (
    act(
        "target.file",
        EventEntry("target.filed", "申报绩效目标"),
        shared.CONFIRMED,
        endorsement.REFERRED,
    ),
    act(
        "target.return",
        returned(
            "target.returned",
            "退回绩效目标",
            Role.UNIT,
            "绩效目标申报",
            SendsBack("target.filing"),
            Settles("target.review", unless=_is_approved),
        ),
    ),
    act(
        "target.approve",
        EventEntry(
            "target.approved",
            "批复绩效目标",
            settles=Settles("target.review"),
            counted="目标批复 targets approved",
        ),
    ),
)
"""The acts of a target."""

KEY_EVALUATION = (
    act(
        "key-evaluation.commission", EventEntry("key-evaluation.commissioned", "委托第三方机构评价")
    ),
    act(
        "key-evaluation.file-report",
        EventEntry("key-evaluation.report-filed", "提交重点评价报告"),
        shared.CONFIRMED,
    ),
    act("key-evaluation.exchange-views", EventEntry("key-evaluation.views-exchanged", "交换意见")),
    act(
        "key-evaluation.panel-review",
        EventEntry(
            "key-evaluation.panel-reviewed",
            "专家组评审",
            sends_back=SendsBack("key-evaluation.report", when=lambda event: not event.passed),
        ),
    ),
    act(
        "key-evaluation.finalise",
        EventEntry(
            "key-evaluation.finalised",
            "确定重点评价结果",
            settles=Settles("key-evaluation.finalisation"),
            counted="重点评价定稿 key evaluations final",
        ),
        ASKED,
    ),
)
"""The acts of a key evaluation."""

PREPARED = (
    DeadlineEntry(
        "exante.report",
        Name("事前评估报告", "ex-ante report"),
        Role.UNIT,
        rules=("exante.required",),
    ),
    DeadlineEntry(
        "exante.review",
        Name("事前评估审核", "ex-ante review"),
        rules=("exante.gate", "exante.required"),
    ),
    DeadlineEntry(
        "target.filing",
        Name("绩效目标填报", "target"),
        Role.UNIT,
        rules=("target.gate", "target.indicator_classes", "target.weights"),
    ),
    DeadlineEntry(
        "target.review",
        Name("绩效目标审核", "target review"),
        rules=("target.gate", "target.indicator_classes", "target.weights"),
    ),
)
"""The deadlines of assessment and target."""

KEY_EVALUATED = (
    DeadlineEntry(
        "key-evaluation.commission",
        Name("委托第三方", "commission"),
        rules=("key_evaluation.procurement", "key_evaluation.priority"),
    ),
    DeadlineEntry(
        "key-evaluation.report",
        Name("重点评价报告", "key evaluation report"),
        Role.THIRD_PARTY,
        rules=("key_evaluation.due", "key_evaluation.priority"),
    ),
    DeadlineEntry(
        "key-evaluation.views",
        Name("交换意见", "exchange of views"),
        Role.UNIT,
        rules=("key_evaluation.due", "key_evaluation.priority"),
    ),
    DeadlineEntry(
        "key-evaluation.finalisation",
        Name("重点评价定稿", "key evaluation result"),
        rules=("key_evaluation.due", "key_evaluation.priority"),
        after=("key-evaluation.commission", "key-evaluation.report", "key-evaluation.views"),
    ),
    DeadlineEntry(
        "disclosure.key_evaluation_report",
        Name("公开重点评价报告", "disclosure of the key evaluation"),
        None,
        rules=("disclosure.required:key_evaluation_report",),
    ),
)
"""Those of a key evaluation."""
