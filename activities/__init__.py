"""The activities: the work of workflows on the log, and the upkeep of log and engine."""
