"""The next work year from one in the log: proposed as files, held against it, then opened."""
