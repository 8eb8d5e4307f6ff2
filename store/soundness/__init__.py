"""The check of a log by its own content: it needs no secret key and changes nothing."""
