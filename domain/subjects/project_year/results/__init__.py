"""Results of a project: final grade, use of results, recovery and accountability."""
