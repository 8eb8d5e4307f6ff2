"""The people and units of a jurisdiction: who holds which role, which unit took over from which."""
