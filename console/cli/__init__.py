"""The command line `jixiao`: its commands, their input and their output."""
