"""Faults: whole years are run while processes die, connections break and the store refuses.

Then what was promised is proved (`make faults`; the findings stand in docs/reliability.md).
"""
