"""The texts of rule packs: packaged packs, and packs that a jurisdiction may adopt."""
