"""Commands, events and values that several subjects have in common."""
