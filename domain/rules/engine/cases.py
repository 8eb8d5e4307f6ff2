"""The packs' own tests: run, and looked for on both sides of every date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from domain.rules.engine.book import RuleBook
from domain.rules.engine.errors import BadInput, Fault
from domain.rules.engine.inputs import as_json
from domain.rules.engine.pack import Case, Pack
from domain.rules.engine.pack_set import LoadedPack, PackSet
from domain.rules.engine.registry import RULES
from domain.rules.engine.strict_yaml import Path


def failing(packs: PackSet) -> list[Fault]:
    """Run every pack's tests; gives one fault for each that answers otherwise."""
    faults = []
    for code in packs.jurisdictions:
        book, loaded = RuleBook(packs, code), packs.loaded(code)
        for path, rule, case in _cases(loaded.pack):
            fault = wrong(book, rule, case)
            if fault:
                faults.append(loaded.fault(path, fault))
    return faults


def wrong(book: RuleBook, rule: str, case: Case) -> str | None:
    """Say what a test gets instead of what it expects; None where it passes."""
    try:
        answer = book.answer(rule, case.on, _given(rule, case))
    except BadInput as error:
        return str(error)
    if (answer.outcome, answer.reason) != (as_json(case.expect), case.reason):
        return f"answers {answer.reason or answer.outcome!r}"
    cited = tuple(citation.clause for citation in answer.citations)
    if case.cites is not None and case.cites != cited:
        return f"cites {', '.join(cited) or 'nothing'}"
    return None


def _given(rule: str, case: Case) -> Mapping[str, Any]:
    """The input of a test, with what fields that came later were before them."""
    known = RULES.get(rule)
    return known.inputs.of_a_test(case.input) if known else case.input


def cases_of(pack: Pack, rule: str) -> Iterator[tuple[str, Case]]:
    """Give a pack's tests of a rule, and of the rules that fall back on its values."""
    for _, tested, case in _cases(pack):
        known = RULES.get(tested)
        if tested == rule or (known and known.fallback and known.fallback.rule == rule):
            yield tested, case


def undated(packs: PackSet) -> list[Fault]:
    """Find each date of effect without a test on the day before it and on the day itself."""
    return [fault for code in packs.jurisdictions for fault in _undated(packs.loaded(code))]


def _undated(loaded: LoadedPack) -> Iterator[Fault]:
    for at, rule in enumerate(loaded.pack.rules):
        tested = {case.on for case in rule.tests}
        for position, value in enumerate(rule.values):
            for turn in value.turns:
                for day in (turn - timedelta(days=1), turn):
                    if day not in tested:
                        path = ("rules", at, "values", position, "effective")
                        yield loaded.fault(path, f"no test on {day}")


def _cases(pack: Pack) -> Iterator[tuple[Path, str, Case]]:
    for at, rule in enumerate(pack.rules):
        for index, case in enumerate(rule.tests):
            yield ("rules", at, "tests", index), rule.id, case
    for index, inherited in enumerate(pack.inherited):
        yield ("inherited", index), inherited.rule, inherited
