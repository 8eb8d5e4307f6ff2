"""Views of a log: as of a past day, or with events that stay in memory."""
