"""The subjects, one folder for each kind, and the registry that knows them all."""
