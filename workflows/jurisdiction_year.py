"""A jurisdiction's work year: opens its subjects and tells them of notices."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="JurisdictionYear")
class JurisdictionYearWorkflow(SubjectWorkflow):
    """A jurisdiction's work year: opens its subjects and tells them of notices."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live through the work year."""
        await self.live()
