"""The work calendar of a jurisdiction: tells its subjects of a year published."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import Start
    from workflows.subject_workflow import SubjectWorkflow


@workflow.defn(name="WorkCalendar")
class WorkCalendarWorkflow(SubjectWorkflow):
    """The work calendar of a jurisdiction: tells its subjects of a year published."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        """Stand ready before any update is handled."""
        super().__init__(start)

    @workflow.run
    async def run(self, _start: Start) -> None:
        """Live as long as calendars are published."""
        await self.live()
