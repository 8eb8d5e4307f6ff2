"""What another rule would have changed: the recorded acts decided again, in memory only."""
