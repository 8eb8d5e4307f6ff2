"""The work year of a jurisdiction: its portfolio, selections, reports and statement."""
