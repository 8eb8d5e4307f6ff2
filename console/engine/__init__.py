"""The ownership of an engine by one log, for stacks, workers and commands."""
