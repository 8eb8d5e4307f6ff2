"""A made-up subject with one made-up act: its module, its catalogue, its golden files."""
