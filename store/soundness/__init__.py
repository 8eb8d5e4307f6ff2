"""The check of a log by what it says of itself: no secret is needed, and nothing is changed."""
