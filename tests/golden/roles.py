"""Who may take what, as one golden file: each act with the roles that take it.

`python -m tests.golden.roles` writes it anew from what the acts declare; look at the difference.
"""

from __future__ import annotations

import json
from pathlib import Path

from domain.subjects.registry import DECIDERS

ROLES = Path(__file__).parent / "roles.json"


def declared() -> dict[str, list[str]]:
    """The roles that each act declares, by its name."""
    acts = {act for decider in DECIDERS.values() for act in decider.COMMANDS}
    return {act.name: sorted(act.who) for act in sorted(acts, key=lambda act: act.name)}


def golden() -> dict[str, list[str]]:
    """The roles of each act as the golden file has them."""
    read: dict[str, list[str]] = json.loads(ROLES.read_text("utf-8"))
    return read


def write() -> None:
    """Write the golden file from what is declared; one act a line."""
    lines = (f"  {json.dumps(act)}: {json.dumps(roles)}" for act, roles in declared().items())
    ROLES.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    write()
