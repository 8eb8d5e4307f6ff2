"""Performance targets 绩效目标 of a project, their adjustment, and its budget."""
