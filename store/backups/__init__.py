"""Backups of the event log: one sealed file, written, checked and restored."""
