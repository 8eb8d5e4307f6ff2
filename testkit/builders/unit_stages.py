"""Builders of the stages of a unit's year, with an act of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from domain.kernel.message import Command
from domain.kernel.vocabulary import start_of
from domain.shared.deadlines.deadline_acts import Extend, PassDeadline
from domain.shared.deadlines.evaluation_half import OpenEvaluation
from domain.shared.deadlines.set_day import SetDay
from domain.shared.fan_out.messages import RecordReached, SendAgain
from domain.shared.filings.disclosure import ApproveException
from domain.shared.filings.import_messages import ImportAct
from domain.subjects.unit_year.monitoring import (
    OpenOverallRound,
    ReturnOverallMonitoring,
    ReviewOverallMonitoring,
)
from domain.subjects.unit_year.population import WithdrawUnit
from domain.subjects.unit_year.selection_opening import OpenSelection
from domain.subjects.unit_year.self_evaluation import (
    ReturnOverallSelfEvaluation,
    ReviewOverallSelfEvaluation,
)
from domain.subjects.unit_year.targets import ApproveOverallTarget, ReturnOverallTarget
from testkit.builders import departments
from testkit.builders.annotations import annotation
from testkit.builders.feedback import feedback, problem, rectifying
from testkit.builders.signatures import acts_of
from testkit.builders.undoing import mend, undo
from testkit.builders.unit_year import (
    ACCOUNTS,
    ATTACHED,
    COMMENDED,
    DEDUCTED,
    DELEGATED,
    DELEGATION_ENDED,
    ENDED,
    GRANTED,
    ISSUED,
    JUNE,
    REPORT,
    SUCCEEDED,
    add,
    appraised,
    approved,
    correction,
    done,
    evaluated,
    evaluating,
    evaluation,
    in_round,
    joint_review,
    publish,
    published,
    registered,
    report,
    selection,
    taken,
    target,
    unregistered,
)
from testkit.decider_spec import DeciderSpec

FED_BACK = feedback("overall_evaluation", problem(date(2026, 6, 30)))

STAGES: Mapping[str, Callable[[], DeciderSpec]] = {
    "unregistered": unregistered,
    "target": registered,
    "filed": lambda: registered().given(target()),
    "execution": approved,
    "round": in_round,
    "reported": lambda: in_round().given(report()),
    "monitored": lambda: in_round().given(report(), ReviewOverallMonitoring(node=JUNE)),
    "evaluating": evaluating,
    "selected": lambda: taken(evaluating(), selection()),
    "evaluated": lambda: evaluating().given(evaluation()),
    "appraisal": evaluated,
    "fed-back": lambda: evaluated().given(FED_BACK),
    "scored": lambda: evaluated().given(appraised()),
    "published": published,
    "done": done,
    "withdrawn": lambda: approved().given(WithdrawUnit(reason="撤并")),
}
"""The stages of a unit's year, in their order."""

ACTS: Mapping[str, Command] = {
    command.name: command
    for command in (
        add(),
        WithdrawUnit(reason="撤并"),
        target(),
        ReturnOverallTarget(reason="不完整"),
        joint_review(),
        GRANTED,
        ApproveOverallTarget(),
        ISSUED,
        OpenOverallRound(node=JUNE),
        report(),
        ReturnOverallMonitoring(node=JUNE, reason="请核对"),
        ReviewOverallMonitoring(node=JUNE, opinion="进度正常"),
        OpenEvaluation(),
        evaluation(),
        ReturnOverallSelfEvaluation(reason="请补充"),
        ReviewOverallSelfEvaluation(),
        OpenSelection(),
        selection(),
        RecordReached(of=9, subjects=2),
        SendAgain(of=9),
        *rectifying("overall_evaluation", date(2026, 12, 31)),
        ACCOUNTS,
        appraised(),
        COMMENDED,
        DEDUCTED,
        publish(),
        ApproveException(artefact="overall_target", approver="局长", reason="涉密"),
        SetDay(deadline=REPORT, due=date(2025, 7, 10), document="通知"),
        Extend(
            deadline="overall-target.filing",
            until=date(2025, 3, 10),
            approver="局长",
            reason="灾情",
        ),
        PassDeadline(
            deadline="overall-target.filing", step="overdue", planned=start_of(date(2025, 3, 1))
        ),
        DELEGATED,
        DELEGATION_ENDED,
        ATTACHED,
        ImportAct(
            act="overall-target.approve",
            done_on=date(2025, 1, 10),
            done_by="张三",
            document="b" * 64,
        ),
        correction(),
        *departments.acts("overall-target.filing"),
        ENDED,
        SUCCEEDED,
        undo("overall-target.approve"),
        mend("overall-target.approve"),
        annotation(),
        *acts_of(ApproveOverallTarget()).values(),
    )
}
"""One act of each kind on a unit's year, by name."""
