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
from domain.subjects.project_year import policy_catalogue as projects

CATALOGUE = Catalogue(
    name=Name("政策", "policy"),
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
        Stage.EVALUATION: (*projects.KEY_EVALUATION,),
        Stage.RESULTS: (*shared.DISCLOSURE,),
        Stage.ANY_TIME: (
            *shared.DEADLINE_ACTS,
            *shared.CORRECTION,
            *endorsement.ENDORSEMENT,
            *shared.UNDOING,
            *shared.DELEGATION,
            *shared.ATTACHMENTS,
            *shared.ANNOTATION,
            *shared.HAND_OVER,
        ),
    },
    deadlines=(
        *shared.RULING,
        *projects.PREPARED,
        *projects.KEY_EVALUATED,
        *shared.EXCEPTION,
        *endorsement.deadlines(
            "exante.report",
            "target.filing",
        ),
    ),
    phases=(
        PhaseEntry("unregistered", Name("未登记", "unregistered")),
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
