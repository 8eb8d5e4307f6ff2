"""The deadlines of a project's year: their days, timers and open waits."""
