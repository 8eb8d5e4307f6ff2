"""The test kit: specs and state machines for deciders, and builders of logs."""
