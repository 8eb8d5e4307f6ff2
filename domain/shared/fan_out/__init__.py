"""Fan-outs: acts and announcements of one subject that reach many others."""
