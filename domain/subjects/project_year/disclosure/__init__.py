"""Disclosure 公开 of a project's targets, forms and reports."""
