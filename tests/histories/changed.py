"""Workflows that were changed without `workflow.patched`: they rest before they live."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


class Changed(SubjectWorkflow):
    """Rests for a second before it lives."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    async def live(self) -> None:
        await workflow.sleep(1)
        await super().live()


@workflow.defn(name="ProjectYear")
class ChangedProjectYear(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="UnitYear")
class ChangedUnitYear(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="JurisdictionYear")
class ChangedJurisdictionYear(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="ThirdParty")
class ChangedThirdParty(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="AdoptedPacks")
class ChangedAdoptedPacks(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="Policy")
class ChangedPolicy(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="WorkCalendar")
class ChangedWorkCalendar(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="Organisations")
class ChangedOrganisations(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="Indicators")
class ChangedIndicators(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="Rulings")
class ChangedRulings(Changed):
    @workflow.run
    async def run(self, _start: Start) -> None:
        await self.live()


@workflow.defn(name="Outbox")
class ChangedOutbox:
    """Rests for a second before it sends."""

    @workflow.run
    async def run(self) -> None:
        await workflow.sleep(1)


CHANGED = (
    ChangedProjectYear,
    ChangedUnitYear,
    ChangedJurisdictionYear,
    ChangedThirdParty,
    ChangedAdoptedPacks,
    ChangedRulings,
    ChangedPolicy,
    ChangedWorkCalendar,
    ChangedOrganisations,
    ChangedIndicators,
    ChangedOutbox,
)
