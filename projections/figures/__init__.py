"""The figures of a work year, computed from the log."""
