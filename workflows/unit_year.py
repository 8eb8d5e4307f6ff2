"""A unit's year of overall expenditure, from its target to the disclosure of its results."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="UnitYear")
class UnitYearWorkflow(SubjectWorkflow):
    """A unit's year of overall expenditure, from its target to the disclosure of its results."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live through the year."""
        await self.live()
