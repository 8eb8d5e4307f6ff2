"""The checker: proves from the raw database and the client's own record what was promised.

It is written apart from the product: it imports nothing of it (an import contract says so), reads
the tables with plain SQL, and reckons canonical JSON, hashes and ids by itself. So an error of the
product's own reading cannot hide here.

    python -m faults.checker LOG.db RECORD.jsonl [SEEN.jsonl]
"""
