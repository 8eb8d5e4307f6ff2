"""Ex-ante assessment 事前绩效评估 of a project, and its entry into the library."""
