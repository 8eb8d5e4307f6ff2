"""The engine as stacks, workers and commands use it: whose it is."""
