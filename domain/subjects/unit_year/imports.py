"""Imports of a unit's year: an approved overall target opens the rounds since its approval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from domain.kernel.decider import CommandContext, Decision, InForce
from domain.kernel.message import Command
from domain.shared.filings import importing
from domain.shared.filings.import_messages import ImportAct
from domain.shared.filings.importing import EVOLVE, Importable, Importing, importable
from domain.subjects.unit_year import monitoring, targets
from domain.subjects.unit_year.due_dates import nodes_answer, nodes_of
from domain.subjects.unit_year.monitoring import OverallRoundOpened
from domain.subjects.unit_year.state import UnitYear
from domain.subjects.unit_year.targets import ApproveOverallTarget

__all__ = ["DECIDE", "EVOLVE", "IMPORTABLE", "IMPORTING"]

_FILE_TARGET, _FILE_REPORT = targets.FileOverallTarget, monitoring.FileOverallMonitoring

IMPORTABLE: Mapping[str, Importable] = MappingProxyType(
    dict(
        (
            importable(targets.OverallTargetFiled, _FILE_TARGET, targets.DECIDE),
            importable(
                targets.OverallTargetApproved, ApproveOverallTarget, targets.DECIDE, _FILE_TARGET
            ),
            importable(
                monitoring.OverallMonitoringFiled,
                _FILE_REPORT,
                monitoring.DECIDE,
                ApproveOverallTarget,
                of="node",
            ),
            importable(
                monitoring.OverallMonitoringReviewed,
                monitoring.ReviewOverallMonitoring,
                monitoring.DECIDE,
                _FILE_REPORT,
                of="node",
            ),
        )
    )
)
"""The acts by name."""


def _openings(
    state: UnitYear, act: CommandContext[ImportAct], command: Command, in_force: InForce
) -> Iterator[Decision[OverallRoundOpened]]:
    if not isinstance(command, ApproveOverallTarget):
        return
    year = state.known.budget_year
    for node in nodes_of(state, in_force):
        if act.command.done_on <= node <= act.day and node not in state.rounds:
            basis = (nodes_answer(in_force, year, node),)
            yield Decision(OverallRoundOpened(node=node), basis, effective_on=node)


IMPORTING = Importing(acts=IMPORTABLE, unit=lambda state: str(state.known.code), opens=_openings)
DECIDE = importing.deciders(IMPORTING)
