"""The catalogue of a policy: titles, letters, deadlines and phases."""

from __future__ import annotations

from domain.shared.catalogue import common_entries as shared
from domain.shared.catalogue import endorsement_entries as endorsement
from domain.shared.catalogue.entries import (
    LEAVING,
    WITHDRAWN,
    Catalogue,
    EventEntry,
    PhaseEntry,
    Stage,
    act,
)
from domain.shared.names import Name
from domain.shared.rectification import catalogue as rectification
from domain.shared.signatures.catalogue import SIGNATURES, SIGNING
from domain.subjects.project_year import policy_catalogue as projects

CATALOGUE = Catalogue(
    name=Name("政策及其他评价对象", "policy or other object"),
    acts={
        Stage.EX_ANTE: (
            act(
                "policy.add",
                EventEntry("policy.added", "登记政策"),
                instead=(
                    "登记有误的，以 policy.withdraw 撤销，再以新代码登记",
                    "withdraw the policy (policy.withdraw) and register it under another code",
                ),
            ),
            act(
                "policy.withdraw",
                EventEntry(
                    "policy.withdrawn", "撤销政策", WITHDRAWN, problem="withdrawal", labels=LEAVING
                ),
            ),
            *projects.ASSESSMENT,
        ),
        Stage.TARGETS: (*projects.TARGETS,),
        Stage.EVALUATION: (
            act(
                "evaluation-object.add",
                EventEntry("evaluation-object.added", "登记评价对象"),
                instead=(
                    "登记有误的，以 policy.withdraw 撤销，再以新代码登记",
                    "withdraw the object (policy.withdraw) and register it under another code",
                ),
            ),
            act(
                "key-evaluation.select-object",
                EventEntry("key-evaluation.object-selected", "选取重点评价对象"),
            ),
            *projects.KEY_EVALUATION,
        ),
        Stage.RESULTS: (
            *rectification.FEEDBACK_ACTS,
            *rectification.OF_PROBLEMS_ALONE,
            *shared.DISCLOSURE,
        ),
        Stage.ANY_TIME: (
            *shared.DEADLINE_ACTS,
            *shared.CORRECTION,
            *endorsement.ENDORSEMENT,
            *shared.UNDOING,
            *SIGNING,
            *shared.DELEGATION,
            *shared.ATTACHMENTS,
            *shared.ANNOTATION,
            *shared.HAND_OVER,
        ),
    },
    deadlines=(
        *shared.RULING,
        *SIGNATURES,
        *projects.PREPARED,
        *projects.KEY_EVALUATED,
        rectification.of_source("key_evaluation"),
        *rectification.OF_PROBLEMS,
        *shared.EXCEPTION,
        *endorsement.deadlines(
            "exante.report",
            "target.filing",
            "rectification.report",
        ),
    ),
    phases=(
        PhaseEntry("unregistered", Name("未登记", "unregistered")),
        PhaseEntry("registered", Name("已登记", "registered")),
        PhaseEntry("ex-ante", Name("事前评估", "ex-ante")),
        PhaseEntry("target", Name("绩效目标", "target")),
        PhaseEntry("execution", Name("预算执行", "execution")),
        PhaseEntry("key-evaluation", Name("财政重点评价", "key evaluation")),
        PhaseEntry("disclosure", Name("信息公开", "disclosure")),
        PhaseEntry("disclosed", Name("已公开", "disclosed")),
        PhaseEntry("withdrawn", Name("已退出", "withdrawn")),
    ),
)
"""The catalogue of a policy."""
