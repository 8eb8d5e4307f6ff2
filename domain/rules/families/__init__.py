"""The rule families, one module for each topic of law."""
