"""The domain: pure deciders and rules, with no I/O, no clock and no engine."""
