"""A policy: from its ex-ante assessment to the disclosure of its key evaluation."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="Policy")
class PolicyWorkflow(SubjectWorkflow):
    """A policy: from its ex-ante assessment to the disclosure of its key evaluation."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live until the policy is withdrawn or disclosed."""
        await self.live()
