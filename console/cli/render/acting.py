"""The actor of an act, as the commands print it in JSON."""

from __future__ import annotations

from domain.kernel.decider import Actor


def actor_json(actor: Actor) -> dict[str, str]:
    """An actor as JSON values."""
    return {"id": actor.id, "organisation": actor.organisation, "role": actor.role.value}
