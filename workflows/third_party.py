"""A third-party institution: its contracts, reports, ratings and inspections."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="ThirdParty")
class ThirdPartyWorkflow(SubjectWorkflow):
    """A third-party institution: its contracts, reports, ratings and inspections."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as the institution is registered."""
        await self.live()
