"""Deadlines: due dates, timers, notices, extensions and blocked steps."""
