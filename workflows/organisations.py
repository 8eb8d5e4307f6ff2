"""The people and units of a jurisdiction: reaches the subjects of a unit that ended."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="Organisations")
class OrganisationsWorkflow(SubjectWorkflow):
    """The people and units of a jurisdiction: reaches the subjects of a unit that ended."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as people and units change."""
        await self.live()
