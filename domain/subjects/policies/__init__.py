"""A policy, from its ex-ante assessment to its disclosure."""
