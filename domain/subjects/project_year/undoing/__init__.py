"""Undoing acts of the bureau on a project: what rests on each, and the state without it."""
