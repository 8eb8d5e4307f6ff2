"""Tables of people: workbooks and text files, read by one reader for commands, forms and pages.

Nothing here knows the command line (docs/decisions/1300-one-reader-of-tables.md).
"""
