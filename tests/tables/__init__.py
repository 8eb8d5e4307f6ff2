"""Files of people: what an office has at hand, and what becomes of it."""
