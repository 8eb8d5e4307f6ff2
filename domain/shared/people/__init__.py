"""People: roles, assignments, successions of units, exceptions and accountability."""
