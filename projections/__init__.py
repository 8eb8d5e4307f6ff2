"""The read models: built from the log; no decision depends on them."""
