"""The workflow types, one for each kind of subject; they differ only in their names.

A type's name is on the wire and in histories, so it never changes.
"""

from __future__ import annotations

from temporalio import workflow

from activities.messages import Start
from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="ProjectYear")
class ProjectYearWorkflow(SubjectWorkflow):
    """A project's year, from ex-ante assessment to the use of its results."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live through the year."""
        await self.live()


@workflow.defn(name="UnitYear")
class UnitYearWorkflow(SubjectWorkflow):
    """A unit's year of overall expenditure, from its target to the disclosure of its results."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live through the year."""
        await self.live()


@workflow.defn(name="JurisdictionYear")
class JurisdictionYearWorkflow(SubjectWorkflow):
    """A jurisdiction's work year: opens its subjects and notifies them of notices."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live through the work year."""
        await self.live()


@workflow.defn(name="ThirdParty")
class ThirdPartyWorkflow(SubjectWorkflow):
    """A third-party institution: its contracts, reports, ratings and inspections."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as the institution is registered."""
        await self.live()


@workflow.defn(name="Policy")
class PolicyWorkflow(SubjectWorkflow):
    """A policy: from its ex-ante assessment to the disclosure of its key evaluation."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live until the policy is withdrawn or disclosed."""
        await self.live()


@workflow.defn(name="WorkCalendar")
class WorkCalendarWorkflow(SubjectWorkflow):
    """The work calendar of a jurisdiction: notifies its subjects of a published year."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as calendars are published."""
        await self.live()


@workflow.defn(name="Organisations")
class OrganisationsWorkflow(SubjectWorkflow):
    """The people and units of a jurisdiction: reaches the subjects of a unit that ended."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as people and units change."""
        await self.live()


@workflow.defn(name="AdoptedPacks")
class AdoptedPacksWorkflow(SubjectWorkflow):
    """The packs that a jurisdiction adopted: notifies its subjects of new packs."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as packs are adopted."""
        await self.live()


@workflow.defn(name="Rulings")
class RulingsWorkflow(SubjectWorkflow):
    """The rulings of a jurisdiction: notifies its subjects of new rulings."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as the bureau may rule."""
        await self.live()


@workflow.defn(name="Indicators")
class IndicatorsWorkflow(SubjectWorkflow):
    """The library of indicators of a jurisdiction: its versions and what is in force of them."""

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as the bureau may change the library."""
        await self.live()
