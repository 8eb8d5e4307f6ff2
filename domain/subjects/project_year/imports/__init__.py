"""Imported acts: what was done on a project before it came into this log."""
