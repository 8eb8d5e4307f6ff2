"""Differences between two past days, each with the events that caused it."""
