"""Every fault of a set of packs: in their shape, their sources, their readings, their tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.rules.engine.cases import failing, undated
from domain.rules.engine.errors import BadInput, Fault, PackError
from domain.rules.engine.mutation import unnoticed
from domain.rules.engine.pack import Reading, Touched, Value
from domain.rules.engine.pack_set import LoadedPack, PackSet
from domain.rules.engine.registry import RULES
from domain.rules.engine.rulings import check_ruling, resting_on
from domain.rules.engine.sources import Clause, against_sources, plain
from domain.rules.engine.strict_yaml import Path


def faults_of(
    texts: Iterable[tuple[str, bytes]],
    documents: Mapping[str, str],
    clauses: Mapping[str, Clause],
    *,
    whole: bool = True,
) -> list[Fault]:
    """Check packs, given as (file name, bytes), against the sources and their own tests.

    Without the `whole` country a reading may be meant for a pack that is not among these. Where
    their shape or inheritance is at fault, nothing further can be asked of them, and those faults
    alone are given.
    """
    try:
        packs = PackSet.of(texts)
    except PackError as error:
        return list(error.faults)
    untested = [*failing(packs), *undated(packs)]
    found = [*against_sources(packs, documents, clauses), *untested]
    for code in packs.jurisdictions:
        found.extend(_of_readings(packs, code, whole=whole))
        found.extend(_of_values(packs, code))
        if not untested:  # a failing test would notice every change
            found.extend(unnoticed(packs, code))
    return sorted(set(found))


def _of_readings(packs: PackSet, code: str, *, whole: bool) -> Iterator[Fault]:
    loaded = packs.loaded(code)
    for at, reading in enumerate(loaded.pack.readings):
        path: Path = ("readings", at)
        for index, touched in enumerate(reading.touched):
            for rule in touched.rules:
                if rule not in RULES:
                    yield loaded.fault((*path, "touched", index, "rules"), f"no rule {rule}")
        if reading.value is not None:
            yield from _of_example(packs, loaded, path, reading, whole=whole)


def _of_example(
    packs: PackSet, loaded: LoadedPack, path: Path, reading: Reading, *, whole: bool
) -> Iterator[Fault]:
    example = reading.value.example if reading.value else None
    readers = [
        code
        for code in packs.jurisdictions
        if packs.reading(code, reading.of) is reading
        and any(one.touched.at for one in resting_on(packs, code, reading.of))
    ]
    if whole and not readers:
        yield loaded.fault((*path, "value"), f"a ruling on {reading.of} takes no place anywhere")
    for code in readers:
        try:
            check_ruling(packs, code, reading.of, example)
        except BadInput as error:
            yield loaded.fault((*path, "value", "example"), f"in {code}: {error}")


def _of_values(packs: PackSet, code: str) -> Iterator[Fault]:
    loaded = packs.loaded(code)
    for at, rule in enumerate(loaded.pack.rules):
        for position, value in enumerate(rule.values):
            path: Path = ("rules", at, "values", position)
            yield from _idle_citations(loaded, path, value)
            yield from _unsaid_places(packs, loaded, path, value)
            for reading in _readings(packs, code):
                if any(_touches(touched, rule.id, value) for touched in reading.touched):
                    yield from _unnamed(loaded, path, value, reading)


def _readings(packs: PackSet, code: str) -> Iterator[Reading]:
    seen: set[str] = set()
    for level in packs.chain(code):
        for reading in packs.pack(level).readings:
            if reading.of not in seen:
                seen.add(reading.of)
                yield reading


def _touches(touched: Touched, rule: str, value: Value) -> bool:
    if rule not in touched.rules or touched.part not in {None, value.part}:
        return False
    quotes = [plain(cite.quote) for cite in value.cite]
    return any(plain(word) in quote for word in touched.words for quote in quotes)


def _unnamed(loaded: LoadedPack, path: Path, value: Value, reading: Reading) -> Iterator[Fault]:
    if reading.of not in {touched.of for touched in value.interpretations}:
        said = f"the quote touches {reading.of} ({reading.phrase}), which is not named"
        yield loaded.fault(path, said)


def _unsaid_places(packs: PackSet, loaded: LoadedPack, path: Path, value: Value) -> Iterator[Fault]:
    for index, touched in enumerate(value.interpretations):
        reading = packs.reading(loaded.pack.jurisdiction, touched.of)
        if touched.at is not None and reading is not None and reading.value is None:
            where = (*path, "interpretations", index, "at")
            yield loaded.fault(where, f"{touched.of} does not say what the value of a ruling is")


def _idle_citations(loaded: LoadedPack, path: Path, value: Value) -> Iterator[Fault]:
    for index, cite in enumerate(value.cite):
        begins = cite.effective
        ended = value.until is not None and begins is not None and begins >= value.until
        if begins is not None and (begins <= value.effective or ended):
            where = (*path, "cite", index, "effective")
            yield loaded.fault(where, "must lie after the value begins and before it ends")
