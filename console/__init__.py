"""The programs that people start: the command line, the worker, the whole stack, the drill."""
