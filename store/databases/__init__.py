"""The databases of the event log: SQLite and PostgreSQL."""
