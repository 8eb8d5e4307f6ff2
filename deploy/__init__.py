"""The engine on this machine: obtain, build, configure and run a real Temporal server."""
