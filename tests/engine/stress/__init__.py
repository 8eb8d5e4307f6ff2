"""A stress test: many subjects, acts that overlap, and processes that are killed all the while."""
