"""The drill: it runs a scenario on the real engine with the clock skipped."""
