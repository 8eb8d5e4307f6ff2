"""The pages of the project: generators for some, checks for all."""
