"""Signatures 审签: acts of the bureau that several of its people sign before they take effect."""
