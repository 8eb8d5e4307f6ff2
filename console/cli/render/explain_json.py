"""An explained decision as JSON values: the whole input and outcome, nothing cut."""

from __future__ import annotations

from typing import Any

from console.cli.render.acting import actor_json
from console.cli.render.annotated import annotated_as
from console.cli.render.explain_words import tell
from console.cli.render.imported import imported_as
from domain.kernel.in_force import Assignment
from projections.explain.explanation import Explained, Linked
from projections.explain.rule_citations import Ground


def as_json(one: Explained) -> dict[str, Any]:
    """A decision as JSON values; numbers as strings, instants with their zone."""
    recorded, row = one.recorded, one.row
    told = tell(one)
    shared = {
        "title": told.title,
        "name": told.name,
        "grounds": [_ground(ground) for ground in one.grounds],
        "causes": [_link(linked) for linked in one.causes],
        "effects": [_link(linked) for linked in one.effects],
    }
    if recorded is not None:
        return {
            "kind": "event",
            "event_id": str(recorded.id),
            "subject": recorded.stream,
            "version": recorded.version,
            "effective_on": recorded.effective_on.isoformat(),
            "recorded_at": recorded.recorded_at.isoformat(),
            "stored_at": recorded.stored_at.isoformat(),
            "actor": actor_json(recorded.actor),
            "command_id": str(recorded.command_id),
            "data": recorded.event.data(),
            **held_as(one.held),
            **imported_as(one.imported),
            **annotated_as(one.annotations, one.resting),
            **_signed_as(one),
            **shared,
        }
    if row is None:
        raise ValueError("neither an event nor a refused act")
    return {
        "kind": "refusal",
        "command_id": str(row.command_id),
        "subject": row.stream,
        "recorded_at": row.recorded_at.isoformat(),
        "stored_at": row.stored_at.isoformat(),
        "actor": row.act["actor"],
        "asked": row.act["fields"],
        "code": row.outcome["code"],
        "field": row.outcome.get("field"),
        "zh": row.outcome["zh"],
        "en": row.outcome["en"],
        **shared,
    }


def held_as(held: Assignment | None) -> dict[str, Any]:
    """The assignment by which the actor acted, if there is one."""
    if held is None:
        return {}
    return {
        "assignment": {
            "event_id": str(held.event_id),
            "since": held.since.isoformat(),
            "until": held.until.isoformat() if held.until else None,
            "document": held.document,
        }
    }


def _signed_as(one: Explained) -> dict[str, Any]:
    """Everybody who signed the act, if several did."""
    if one.signed is None:
        return {}
    signatures = [each.model_dump(mode="json") for each in one.signed.event.signatures]
    return {"signed": {"event_id": str(one.signed.id), "signatures": signatures}}


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "rule": ground.rule,
        "on": ground.on.isoformat(),
        "input": ground.input,
        "outcome": ground.outcome,
        "reason": ground.reason,
        "values": list(ground.values),
        "clauses": [
            {
                "clause": one.clause,
                "document": one.document,
                "quote": one.quote,
                "pack": one.pack,
                "since": one.since.isoformat(),
            }
            for one in ground.quotes
        ],
        "readings": [
            {
                "ambiguity": one.ambiguity,
                "status": one.status,
                "ruling": one.ruling,
                "phrase": one.phrase,
                "reason": one.reason,
            }
            for one in ground.readings
        ],
        "packs": [{"id": code, "sha256": sha256} for code, sha256 in ground.packs],
    }


def _link(linked: Linked) -> dict[str, Any]:
    return {
        "event_id": linked.event_id,
        "subject": linked.stream,
        "name": linked.name,
        "effective_on": linked.effective_on,
    }
