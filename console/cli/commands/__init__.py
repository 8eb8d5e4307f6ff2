"""The commands of `jixiao`, one module for each, named as the command."""
