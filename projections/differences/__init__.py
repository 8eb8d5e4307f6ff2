"""Differences between two past dates, each with the events that caused it."""
