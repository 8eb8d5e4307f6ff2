"""Letters to people: written from the log into the outbox, and sent as files or mail."""
