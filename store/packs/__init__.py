"""The texts of rule packs: those packaged, and those that a jurisdiction may adopt."""
