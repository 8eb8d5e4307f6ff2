"""Templates of acts: lines for `jixiao submit` with what the log knows."""
