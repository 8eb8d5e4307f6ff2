"""A workflow that was changed without `workflow.patched`: it looks once more than it did."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject import SubjectWorkflow


@workflow.defn(name="ProjectYear")
class ChangedProjectYear(SubjectWorkflow):
    """Looks before it lives."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        await self._look()
        await self.live()
