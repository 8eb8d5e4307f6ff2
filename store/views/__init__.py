"""Views of a log: as of a past day, or with appended events that stay in memory."""
