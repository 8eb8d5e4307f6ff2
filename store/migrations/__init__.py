"""The tables of the event log, and their migration from one version to the next."""
