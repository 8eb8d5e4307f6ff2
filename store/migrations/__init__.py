"""The tables of the event log, and the steps from one version to the next."""
