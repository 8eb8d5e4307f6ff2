"""Acts and values that several subjects have in common."""
