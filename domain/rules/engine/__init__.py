"""The rule engine: it loads packs, checks them, and answers questions with citations."""
