"""A trace of causes, as a tree for people and as JSON for programs."""

from __future__ import annotations

from typing import Any

from rich.markup import escape
from rich.tree import Tree

from console.cli.render.event_titles import title_of
from projections.explain.causation import Link, Trace


def trace_json(found: Trace) -> dict[str, Any]:
    """The trace as JSON values: `causes`, the first cause first, and `event` with its `effects`."""
    return {"causes": [_link(one) for one in found.causes], "event": _link(found.event)}


def _link(link: Link) -> dict[str, Any]:
    leaf = link.leaf
    return {
        "event_id": leaf["event_id"],
        "subject": leaf["stream"],
        "version": leaf["version"],
        "name": leaf["name"],
        "effective_on": leaf["effective_on"],
        "actor": leaf["actor"],
        "caused_by": leaf["caused_by"],
        "effects": [_link(one) for one in link.effects],
    }


def trace_tree(found: Trace) -> Tree:
    """The trace as a tree: each cause above its effects, the requested event in bold."""
    chain = [*found.causes, found.event]
    root = Tree(_line(chain[0], asked=chain[0] is found.event))
    branch = root
    for link in chain[1:]:
        branch = branch.add(_line(link, asked=link is found.event))
    _effects(branch, found.event)
    return root


def _effects(branch: Tree, link: Link) -> None:
    for one in link.effects:
        _effects(branch.add(_line(one, asked=False)), one)


def _line(link: Link, *, asked: bool) -> str:
    leaf = link.leaf
    title = escape(title_of(leaf["name"], leaf["data"]))
    title = f"[bold]{title}[/bold]" if asked else title
    return f"{leaf['effective_on']}  {title}  [cyan]{leaf['name']}[/cyan]  {leaf['stream']}"
