"""The filings of a project's year: their keys, corrections, attachments and delegations."""
