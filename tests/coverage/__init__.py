"""The states of the clauses against the program: names, tests, and behaviour taken away."""
