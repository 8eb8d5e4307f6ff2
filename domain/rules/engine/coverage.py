"""Coverage of the documents: each clause with the rule, step, act or figure that has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, ValidationError

from domain.rules.engine.errors import Fault, PackError
from domain.rules.engine.pack import Bilingual, ClauseId, Strict, Words
from domain.rules.engine.pack_set import PackSet
from domain.rules.engine.registry import RULES
from domain.rules.engine.sources import Clause
from domain.rules.engine.strict_yaml import Lines, line_of, read

Kind = Literal["rule", "step", "act", "figure", "artefact", "role", "principle"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Target = Annotated[str, Field(pattern=rf"^({'|'.join(KINDS)}):[A-Za-z0-9_.-]+$")]
Targets = Annotated[tuple[Target, ...], Field(min_length=1, strict=False)]


class Figure(Strict):
    """A figure that a document reports."""

    document: Words
    figure: Words


class Coverage(Strict):
    """Every clause with what it lands in, and the names that it may land in."""

    principles: dict[str, Bilingual]
    steps: dict[str, Bilingual]
    artefacts: dict[str, Bilingual]
    roles: dict[str, Bilingual]
    figures: dict[str, Figure]
    acts: Annotated[tuple[Words, ...], Field(strict=False)]
    clauses: dict[ClauseId, Targets]

    @property
    def declared(self) -> Mapping[str, Iterable[str]]:
        """The names that a target of each kind may have."""
        return {
            "rule": RULES,
            "step": self.steps,
            "act": self.acts,
            "figure": self.figures,
            "artefact": self.artefacts,
            "role": self.roles,
            "principle": self.principles,
        }


def read_coverage(text: bytes, name: str) -> tuple[Coverage, Lines]:
    """Read the coverage with the lines of its entries; raises `PackError` with every fault."""
    data, lines = read(text, name)
    try:
        return Coverage.model_validate(data), lines
    except ValidationError as error:
        raise PackError(
            Fault(name, line_of(lines, one["loc"]), ".".join(map(str, one["loc"])), one["msg"])
            for one in error.errors(include_url=False)
        ) from error


def cited_by(packs: PackSet) -> dict[str, set[str]]:
    """Give the rules whose values cite each clause."""
    cited: dict[str, set[str]] = {}
    for code in packs.jurisdictions:
        for rule in packs.pack(code).rules:
            for value in rule.values:
                for cite in value.cite:
                    cited.setdefault(cite.clause, set()).add(rule.id)
    return cited


def coverage_faults(
    text: bytes, name: str, packs: PackSet, clauses: Mapping[str, Clause]
) -> list[Fault]:
    """Find clauses that land nowhere, names that nothing declares, rules that do not cite back."""
    coverage, lines = read_coverage(text, name)
    cited = cited_by(packs)

    def fault(clause: str, reason: str) -> Fault:
        return Fault(name, line_of(lines, ("clauses", clause)), clause, reason)

    found = [fault(one, "lands nowhere") for one in clauses if one not in coverage.clauses]
    for clause, targets in coverage.clauses.items():
        if clause not in clauses:
            found.append(fault(clause, "no such clause"))
        rules = {name_of(target) for target in targets if target.startswith("rule:")}
        found.extend(fault(clause, reason) for reason in _dangling(coverage, targets))
        found.extend(
            fault(clause, f"{rule} cites it, or should")
            for rule in sorted(rules ^ cited.get(clause, set()))
        )
    used = {target for targets in coverage.clauses.values() for target in targets}
    found.extend(
        Fault(name, 1, f"{kind}:{one}", "nothing lands here")
        for kind, names in coverage.declared.items()
        for one in names
        if kind != "rule" and f"{kind}:{one}" not in used
    )
    return sorted(found)


def name_of(target: str) -> str:
    """Give the name in a target, without its kind."""
    return target.partition(":")[2]


def _dangling(coverage: Coverage, targets: Iterable[str]) -> Iterator[str]:
    for target in targets:
        kind, _, named = target.partition(":")
        if named not in coverage.declared[kind]:
            yield f"{target} is not declared"


def counted(coverage: Coverage, clauses: Mapping[str, Clause]) -> dict[str, dict[str, int]]:
    """Count, per document, its clauses and those that land in each kind (a clause may in several).

    The first count, `clauses`, is of all of them.
    """
    table: dict[str, dict[str, int]] = {}
    for clause in clauses.values():
        targets = coverage.clauses.get(clause.id, ())
        kinds = Counter({target.partition(":")[0] for target in targets})
        row = table.setdefault(clause.document, dict.fromkeys(("clauses", *KINDS), 0))
        for kind, number in {"clauses": 1, **kinds}.items():
            row[kind] += number
    return table
