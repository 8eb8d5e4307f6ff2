"""`jixiao rules coverage`: the state of each clause, and where it lands, counted per document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

import typer

from console.cli.errors import complain
from console.cli.render.clause_states import COLUMNS, LANDINGS, show_counts, told
from console.cli.render.rules_output import BAD_INPUT, say
from domain.rules import PackError
from domain.rules.engine.clause_states import (
    States,
    counted_states,
    read_states,
    state_faults,
)
from domain.rules.engine.coverage import Coverage, cited_by, counted, coverage_faults, read_coverage
from domain.rules.engine.questions import encode
from domain.rules.engine.sources import Clause, clause_list
from store.packs.packaged_packs import (
    packaged_clauses,
    packaged_packs,
    packaged_source,
    packaged_states,
)

FILE = "coverage.yaml"
TOPICS = "topics.yaml"


@dataclass(frozen=True)
class _Read:
    """What the package says of the clauses; raises `PackError` where it cannot be read."""

    clauses: dict[str, Clause]
    landing: Coverage
    states: States

    @classmethod
    def packaged(cls) -> _Read:
        """Read it from the package's files."""
        landing, _ = read_coverage(packaged_source(FILE), FILE)
        states = read_states(packaged_states(), TOPICS)
        return cls(clause_list(packaged_clauses()), landing, states)

    @cached_property
    def faults(self) -> list[str]:
        """What lands nowhere or on nothing, has no state, or names nothing that is there."""
        packs = packaged_packs()
        landing = coverage_faults(packaged_source(FILE), FILE, packs, self.clauses)
        return [*map(str, landing), *state_faults(self.states, self.clauses, cited_by(packs))]

    def as_json(self, clause: str | None) -> dict[str, Any]:
        """All of it, or of one clause, as JSON values."""
        wanted = [clause] if clause else list(self.landing.clauses)
        states = {one: self.states.clauses[one] for one in wanted if one in self.states.clauses}
        return {
            "documents": counted(self.landing, self.clauses),
            "clauses": {one: list(self.landing.clauses[one]) for one in wanted},
            "state_counts": counted_states(self.states, self.clauses.values()),
            "states": {
                one: state.model_dump(exclude_defaults=True) for one, state in states.items()
            },
            "topics": {name: topic.model_dump() for name, topic in self.states.topics.items()},
            "faults": self.faults,
        }


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="coverage")(coverage)


def coverage(
    clause: Annotated[
        str | None, typer.Option(help="只看一个条款 / One clause only, as JS-037.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
) -> None:
    """Show how each clause is met, by which tests; exit code 2 where one has no state.

    The states: enforced (a rule that an act asks), acted (an act with a deadline or a gate),
    computed (a figure), shown (a board), reference (a governing text), principle (nothing to be
    done), open (not done yet). --json adds where each clause lands.
    """
    try:
        found = _Read.packaged()
    except PackError as error:
        say(*(str(fault) for fault in error.faults))
        raise typer.Exit(BAD_INPUT) from None
    if clause is not None and clause not in found.landing.clauses:
        complain(f"clause: 没有此条款 / no clause {clause}")
        raise typer.Exit(BAD_INPUT)
    if as_json:
        say(encode(found.as_json(clause)))
    elif clause is not None:
        say(f"{clause} {found.clauses[clause].quote}", *told(found.states, clause))
        say(*found.landing.clauses[clause])
    else:
        _show(found)
    if found.faults:
        raise typer.Exit(BAD_INPUT)


def _show(found: _Read) -> None:
    codes = {one.document: one.id.partition("-")[0] for one in found.clauses.values()}
    states = counted_states(found.states, found.clauses.values())
    show_counts(codes, states, COLUMNS)
    say("")
    show_counts(codes, counted(found.landing, found.clauses), LANDINGS)
    say(*found.faults)
