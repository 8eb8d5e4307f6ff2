"""The programs that users start: the command line, the worker, the whole stack, the drill."""
