"""The packs that a jurisdiction adopted: tells its subjects of new ones."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="AdoptedPacks")
class AdoptedPacksWorkflow(SubjectWorkflow):
    """The packs that a jurisdiction adopted: tells its subjects of new ones."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as packs are adopted."""
        await self.live()
