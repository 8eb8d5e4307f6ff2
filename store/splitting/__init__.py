"""Splitting a mixed log: real years into one log, years of drills into another."""
