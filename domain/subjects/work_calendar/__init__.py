"""The work calendar of a jurisdiction: its published holidays and worked weekends."""
