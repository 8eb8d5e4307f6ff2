"""Filings: filed, corrected, attached, disclosed, delegated and handed over."""
