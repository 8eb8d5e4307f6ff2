"""The activities that workflows call, and the background work on log and engine."""
