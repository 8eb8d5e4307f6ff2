"""What people start: the command line, the worker, the whole stack, and the drill."""
