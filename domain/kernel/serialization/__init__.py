"""Serialization: how an event becomes canonical JSON and bytes, and is read back."""
