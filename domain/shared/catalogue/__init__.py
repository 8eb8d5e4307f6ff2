"""The catalogue: titles, letters, deadlines and phases, as people read them."""
