"""A project's budget year, from its registration to the use of its results."""
