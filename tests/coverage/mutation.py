"""Mutations: one behaviour of the program taken away, by the name of what gives it.

A mutation changes live objects of a process that runs tests and ends. What it names has to be
there: a mutation without its anchor raises `UnanchoredError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from domain.kernel.answer import Answer
from domain.kernel.in_force import InForce
from domain.rules.engine.clause_states import TestId
from domain.rules.engine.pack import ClauseId, Strict, Words
from domain.rules.engine.registry import RULES
from domain.rules.engine.strict_yaml import read
from tests.coverage.names import decides

FOLDER = Path(__file__).with_name("mutations")


class UnanchoredError(Exception):
    """A mutation names what the program does not have."""


class Policy(Strict):
    """A policy of an act, which lets everything through."""

    act: Words
    name: Words


class Mutation(Strict):
    """One behaviour taken away, the clauses that rest on it, and the tests that have to notice.

    A test notices by failing. Only where an act cannot be decided without what is taken away
    (`breaks`), a test may break off instead.

    Exactly one of three is given. `silent`: the rule answers no act any more, as if nobody had
    stated it. `open`: a policy lets every act through. `gives`: a function or method, as
    `module:name`, does nothing and gives a `value`; `first` is its first argument.
    """

    silent: Words | None = None
    open: Policy | None = None
    gives: Annotated[str, Field(pattern=r"^[\w.]+:[\w.]+$")] | None = None
    value: Literal["none", "false", "true", "nothing", "first"] = "none"
    breaks: bool = False
    clauses: Annotated[tuple[ClauseId, ...], Field(strict=False)] = ()
    tests: Annotated[tuple[TestId, ...], Field(min_length=1, strict=False)]

    @model_validator(mode="after")
    def _takes_one_thing_away(self) -> Self:
        if sum(one is not None for one in (self.silent, self.open, self.gives)) != 1:
            raise ValueError("exactly one of silent, open and gives")
        return self

    def prepared(self) -> Callable[[], None]:
        """Find the anchor; the result takes the behaviour away. Raises `UnanchoredError`."""
        if self.silent is not None:
            return _silence(self.silent)
        if self.open is not None:
            return _open(self.open)
        return _empty(str(self.gives), _VALUES[self.value])

    def take_away(self) -> None:
        """Change this process; raises `UnanchoredError`."""
        self.prepared()()


_VALUES = {
    "none": "None",
    "false": "False",
    "true": "True",
    "nothing": "()",
    "first": "given[0]",
}


@cache
def mutations() -> dict[str, Mutation]:
    """All mutations by their names, in the order of the files."""
    found: dict[str, Mutation] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        data, _ = read(path.read_bytes(), path.name)
        twice = found.keys() & data.keys()
        if twice:
            raise ValueError(f"{path.name}: {', '.join(sorted(twice))} stand in two files")
        found |= {name: Mutation.model_validate(one) for name, one in data.items()}
    return found


def _silence(rule: str) -> Callable[[], None]:
    if rule not in RULES:
        raise UnanchoredError(f"no rule {rule}")
    asked = InForce.ask

    def ask(self: InForce, named: str, on: date, **inputs: Any) -> Answer:
        answer = asked(self, named, on, **inputs)
        if named != rule:
            return answer
        none: tuple[()] = ()
        return replace(answer, outcome=None, reason="not_stated", citations=none, rulings=none)

    return partial(setattr, InForce, "ask", ask)


def _open(policy: Policy) -> Callable[[], None]:
    found = [_policies(one) for one in decides(policy.act)]
    guards = [guard for guard in found if guard is not None and policy.name in _names(guard)]
    if not guards:
        raise UnanchoredError(f"{policy.act} has no policy {policy.name}")

    def let_through() -> None:
        for guard in guards:
            kept = (one for one in guard.cell_contents if one.__name__ != policy.name)
            guard.cell_contents = tuple(kept)

    return let_through


def _policies(decide: Callable[..., Any]) -> Any:
    """The cell of a guarded function with its policies; `None` if it is not guarded."""
    inner: Any = getattr(decide, "func", decide)
    cells = dict(zip(inner.__code__.co_freevars, inner.__closure__ or (), strict=True))
    return cells.get("policies")


def _names(guard: Any) -> tuple[str, ...]:
    return tuple(one.__name__ for one in guard.cell_contents)


def _empty(name: str, value: str) -> Callable[[], None]:
    module, _, path = name.partition(":")
    found: Any = import_module(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    if not isinstance(found, FunctionType) or found.__code__.co_freevars:
        raise UnanchoredError(f"no plain function {name}")
    stub = eval(f"lambda *given, **_: {value}")  # noqa: S307 - one of the values above

    def do_nothing() -> None:
        found.__code__ = stub.__code__
        found.__defaults__ = found.__kwdefaults__ = None

    return do_nothing
