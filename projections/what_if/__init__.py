"""Simulations of a past year under other rules, in memory only."""
