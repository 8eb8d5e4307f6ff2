"""The state of each clause: how the program meets it, and the tests that show it.

This module reads the states and finds the faults that the rules alone can tell. Whether an act, a
figure, a board or a test exists is checked in `tests/coverage`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, Self, TypeVar, get_args

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from domain.rules.engine.errors import Fault, PackError
from domain.rules.engine.pack import Bilingual, ClauseId, Strict, Words
from domain.rules.engine.sources import Clause, plain
from domain.rules.engine.strict_yaml import Lines, line_of, read

State = Literal["enforced", "acted", "computed", "shown", "reference", "principle", "open"]
STATES: tuple[State, ...] = get_args(State)

BOUND: frozenset[State] = frozenset({"enforced", "acted", "computed", "shown"})
"""The states that the program answers for: each names its tests."""

T = TypeVar("T")

TestId = Annotated[str, Field(pattern=r"^[a-z_/0-9]+/test_\w+\.py::test_\w+(\[[^\]]+\])?$")]

_FIELDS: Mapping[State, frozenset[str]] = {
    "enforced": frozenset({"rule", "act"}),
    "acted": frozenset({"act"}),
    "computed": frozenset({"figure"}),
    "shown": frozenset({"board"}),
    "reference": frozenset({"text"}),
    "principle": frozenset({"why"}),
    "open": frozenset({"waits"}),
}
"""The fields that a state has; an act has a `deadline` or a `gate` besides."""


class ClauseState(Strict):
    """The state of one clause.

    `gate` is an act, or a policy of an act, that refuses while the clause's own act is not done.
    `waits` and `lacks` are topics: an open clause waits for the whole, another lacks a part.
    """

    state: State
    rule: Words | None = None
    act: Words | None = None
    deadline: Words | None = None
    gate: Words | None = None
    figure: Words | None = None
    board: Words | None = None
    text: Words | None = None
    why: Bilingual | None = None
    waits: Words | None = None
    lacks: Words | None = None
    tests: Annotated[tuple[TestId, ...], Field(strict=False)] = ()

    @property
    def bound(self) -> bool:
        """Whether the program answers for the clause."""
        return self.state in BOUND

    @model_validator(mode="after")
    def _has_what_its_state_has(self) -> Self:
        given = self.model_fields_set - {"state", "lacks", "tests"}
        timed = given & {"deadline", "gate"}
        if given - timed != _FIELDS[self.state]:
            raise ValueError(f"{self.state} has {', '.join(sorted(_FIELDS[self.state]))}")
        if len(timed) != (1 if self.state == "acted" else 0):
            raise ValueError("an act, and nothing else, has a deadline or a gate")
        if bool(self.tests) != self.bound or (self.lacks and not self.bound):
            raise ValueError("tests and lacks belong to what the program answers for")
        return self


class States(Strict):
    """The states of all clauses, and the topics that some of them wait for."""

    clauses: dict[ClauseId, ClauseState]
    topics: dict[str, Bilingual]

    @property
    def tests(self) -> frozenset[str]:
        """Every test that a clause names."""
        return frozenset(test for one in self.clauses.values() for test in one.tests)


_CLAUSES = TypeAdapter(dict[ClauseId, ClauseState])
_TOPICS = TypeAdapter(dict[str, Bilingual])


def read_states(texts: Mapping[str, bytes], topics: str) -> States:
    """Read the states from files by name, of which `topics` has the topics.

    Raises `PackError` with every fault of one file.
    """
    found: dict[str, ClauseState] = {}
    for name, text in texts.items():
        if name == topics:
            continue
        for clause, state in _checked(_CLAUSES, text, name).items():
            if clause in found:
                raise PackError([Fault(name, 1, clause, "stands in two files")])
            found[clause] = state
    return States(clauses=found, topics=_checked(_TOPICS, texts[topics], topics))


def state_faults(
    states: States, clauses: Mapping[str, Clause], cited: Mapping[str, Iterable[str]]
) -> list[str]:
    """Find clauses without a state, states of no clause, and names that nothing has.

    `cited` are the rules whose values cite each clause.
    """
    found = [f"{clause}: has no state" for clause in clauses if clause not in states.clauses]
    used: set[str] = set()
    for clause, state in states.clauses.items():
        used |= {topic for topic in (state.waits, state.lacks) if topic}
        if clause not in clauses:
            found.append(f"{clause}: no such clause")
        else:
            found.extend(f"{clause}: {fault}" for fault in _faults(state, clauses[clause], cited))
    declared = set(states.topics)
    found.extend(f"{topic}: no such topic" for topic in sorted(used - declared))
    found.extend(f"{topic}: no clause waits for it" for topic in sorted(declared - used))
    return found


def counted_states(states: States, clauses: Iterable[Clause]) -> dict[str, dict[str, int]]:
    """Count the states per document; `clauses` are all, `lacks` are those that lack a part."""
    table: dict[str, dict[str, int]] = {}
    for clause in clauses:
        row = table.setdefault(clause.document, dict.fromkeys(("clauses", *STATES, "lacks"), 0))
        state = states.clauses.get(clause.id)
        kinds = Counter({"clauses": 1})
        if state is not None:
            kinds += Counter({state.state: 1, "lacks": int(state.lacks is not None)})
        for kind, number in kinds.items():
            row[kind] += number
    return table


def _faults(
    state: ClauseState, clause: Clause, cited: Mapping[str, Iterable[str]]
) -> Iterator[str]:
    if state.rule is not None and state.rule not in cited.get(clause.id, ()):
        yield f"{state.rule} does not cite it"
    if state.text is not None and plain(state.text) not in plain(clause.quote):
        yield f"{state.text} is not named in it"


def _checked(adapter: TypeAdapter[T], text: bytes, name: str) -> T:
    data, lines = read(text, name)
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        raise PackError(_told(error, lines, name)) from error


def _told(error: ValidationError, lines: Lines, name: str) -> Iterator[Fault]:
    for one in error.errors(include_url=False):
        path = tuple(part for part in one["loc"] if part != "[key]")
        yield Fault(name, line_of(lines, path), ".".join(map(str, path)), one["msg"])
