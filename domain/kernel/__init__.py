"""The kernel: the types that every decider uses, such as messages, refusals and subject ids."""
