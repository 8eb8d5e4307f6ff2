"""`python -m faults.checker LOG.db RECORD.jsonl [SEEN.jsonl]`: exit 1 where something is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from faults.checker.proof import prove

if __name__ == "__main__":
    proof = prove(*map(Path, sys.argv[1:4]))
    for what, count in proof.looked_at.items():
        print(f"{count:8} {what}")  # noqa: T201 - what it is asked for
    for found in proof.findings:
        print(f"{found.code}  {found.of}: {found.detail}")  # noqa: T201 - what it is asked for
    sys.exit(bool(proof.findings))
