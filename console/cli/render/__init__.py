"""Output of the commands: boards, reports and words, for a terminal, a page or a program."""
