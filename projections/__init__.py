"""The read models: built from the log, and never part of a decision."""
