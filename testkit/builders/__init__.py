"""The builders of the tests: acts and stages of each kind of subject."""
