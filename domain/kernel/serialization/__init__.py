"""Serialization of events to canonical JSON bytes, and back."""
