"""Explanations of decisions: rules, quotes, causes, and the role of the actor."""
