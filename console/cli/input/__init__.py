"""Input of the commands: files, days and addresses, read and checked."""
