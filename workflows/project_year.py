"""A project's year, from ex-ante assessment to the use of its results."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="ProjectYear")
class ProjectYearWorkflow(SubjectWorkflow):
    """A project's year, from ex-ante assessment to the use of its results."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live through the year."""
        await self.live()
