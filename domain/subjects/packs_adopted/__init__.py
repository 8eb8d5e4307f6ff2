"""The rule packs that a jurisdiction adopted."""
