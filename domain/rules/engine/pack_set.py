"""Parsed packs, each checked by itself and with its chain of inheritance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from domain.kernel.answer import PackRef
from domain.rules.engine.errors import Fault, PackError, UnknownJurisdiction
from domain.rules.engine.open_places import fitted, open_places
from domain.rules.engine.pack import FORMAT, Interpretation, Pack, PackRule, Reading, Value
from domain.rules.engine.registry import RULES
from domain.rules.engine.rule import Rule
from domain.rules.engine.strict_yaml import Lines, Path, line_of, read


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack with the origin of its text; `rules` are its rules by id."""

    pack: Pack
    ref: PackRef
    file: str
    lines: Lines
    rules: Mapping[str, PackRule]

    def fault(self, path: Path, reason: str) -> Fault:
        """The file, line and field of a fault in this pack."""
        field = ".".join(str(part) for part in path)
        return Fault(self.file, line_of(self.lines, path), field, reason)


def parse_pack(text: bytes, name: str) -> Pack:
    """Parse and check one pack; raises `PackError` with every fault found.

    `name` is the file's name in the faults. `check.against_sources` checks quotes.
    """
    return _load(text, name).pack


def stated_jurisdiction(text: bytes, name: str) -> str | None:
    """The jurisdiction that a pack states, even if the pack has faults; raises `PackError`."""
    data, _ = read(text, name)
    stated = data.get("jurisdiction") if isinstance(data, dict) else None
    return stated if isinstance(stated, str) else None


@lru_cache(maxsize=32)
def _load(text: bytes, name: str) -> LoadedPack:
    data, lines = read(text, name)
    stated = data.get("format", FORMAT) if isinstance(data, dict) else FORMAT
    if stated is True or stated != FORMAT:
        said = f"this program reads packs of format {FORMAT}, not {stated}"
        raise PackError([Fault(name, line_of(lines, ("format",)), "format", said)])
    try:
        pack = Pack.model_validate(data)
    except ValidationError as error:
        raise PackError(_faults(error, (), name, lines)) from error
    ref = PackRef(pack.jurisdiction, pack.version, sha256(text).hexdigest())
    loaded = LoadedPack(pack, ref, name, lines, {rule.id: rule for rule in pack.rules})
    faults = [*_repeated(loaded), *_unfit_rules(loaded)]
    if faults:
        raise PackError(faults)
    return loaded


def _faults(error: ValidationError, at: Path, name: str, lines: Lines) -> Iterator[Fault]:
    details = error.errors(include_url=False, include_context=False)
    places = [detail["loc"] for detail in details]
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "too_short" and any(p[: len(loc)] == loc != p for p in places):
            continue  # a list with wrong items is not reported as too short
        path = (*at, *loc)
        field = ".".join(str(part) for part in path) or "document"
        yield Fault(name, line_of(lines, path), field, detail["msg"])


def _repeated(loaded: LoadedPack) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, rule in enumerate(loaded.pack.rules):
        if rule.id in seen:
            yield loaded.fault(("rules", at, "id"), f"{rule.id} is stated twice")
        seen.add(rule.id)
    read_already: set[str] = set()
    for at, reading in enumerate(loaded.pack.readings):
        if reading.of in read_already:
            yield loaded.fault(("readings", at, "of"), f"{reading.of} is read twice")
        read_already.add(reading.of)


def _unfit_rules(loaded: LoadedPack) -> Iterator[Fault]:
    for at, stated in enumerate(loaded.pack.rules):
        path: Path = ("rules", at)
        rule = RULES.get(stated.id)
        if rule is None:
            yield loaded.fault((*path, "id"), f"no rule {stated.id} is built")
            continue
        if stated.kind != rule.kind:
            yield loaded.fault((*path, "kind"), f"must be {rule.kind}")
        for position, value in enumerate(stated.values):
            yield from _unfit_value(loaded, (*path, "values", position), rule, value)


def _unfit_value(loaded: LoadedPack, path: Path, rule: Rule, value: Value) -> Iterator[Fault]:
    if rule.parts and value.part not in rule.parts:
        yield loaded.fault((*path, "part"), f"must be one of {', '.join(rule.parts)}")
        return
    if not rule.parts and value.part is not None:
        yield loaded.fault((*path, "part"), "this rule has no parts")
    try:
        fitted(rule.shape(value.part), value.value, open_places(value))
    except ValidationError as error:
        yield from _faults(error, (*path, "value"), loaded.file, loaded.lines)
    for at, touched in enumerate(value.interpretations):
        where = (*path, "interpretations", at)
        if touched.at is not None and not _holds(value.value, touched.at):
            yield loaded.fault((*where, "at"), f"the value has no {touched.at}")
        if touched.rule is not None and touched.rule not in RULES:
            yield loaded.fault((*where, "rule"), f"no rule {touched.rule} is built")
    unread = any(cite.unverified for cite in value.cite) and not value.interpretations
    if unread:
        yield loaded.fault((*path, "cite"), "an unverified citation must rest on a reading")


def _holds(value: Any, dotted: str) -> bool:
    for key in dotted.split("."):
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


class PackSet:
    """The packs of several jurisdictions with their chains of inheritance."""

    def __init__(self, loaded: Mapping[str, LoadedPack]) -> None:
        self._loaded = dict(loaded)
        self._chains = {code: tuple(self._walk(code)) for code in self._loaded}

    @classmethod
    def of(cls, texts: Iterable[tuple[str, bytes]]) -> PackSet:
        """Parse packs given as (file name, bytes) and check them together.

        Raises `PackError` with the faults of all packs: faults within a pack, duplicate
        jurisdictions, missing or circular inheritance, and ambiguities without a reading.
        """
        loaded: dict[str, LoadedPack] = {}
        faults: list[Fault] = []
        for name, text in texts:
            try:
                pack = _load(text, name)
            except PackError as error:
                faults.extend(error.faults)
                continue
            if pack.pack.jurisdiction in loaded:
                faults.append(pack.fault(("jurisdiction",), "another file holds this pack"))
            loaded.setdefault(pack.pack.jurisdiction, pack)
        faults.extend(_broken_chains(loaded))
        if faults:
            raise PackError(faults)
        packs = cls(loaded)
        unread = [fault for code in loaded for fault in _unread(packs, code)]
        if unread:
            raise PackError(unread)
        return packs

    def replaced(self, pack: LoadedPack) -> PackSet:
        """The same packs, with this pack in place of its jurisdiction's pack."""
        return PackSet({**self._loaded, pack.pack.jurisdiction: pack})

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The codes that have a pack, sorted."""
        return tuple(sorted(self._loaded))

    def chain(self, jurisdiction: str) -> tuple[str, ...]:
        """The codes of a jurisdiction's chain of inheritance, itself first.

        Raises `UnknownJurisdiction`.
        """
        found = self._chains.get(jurisdiction) if isinstance(jurisdiction, str) else None
        if found is None:
            raise UnknownJurisdiction(jurisdiction)
        return found

    def sha256(self, code: str) -> str:
        """The sha256 (hex) of a pack's text; raises `UnknownJurisdiction`."""
        return self.loaded(code).ref.sha256

    def pack(self, code: str) -> Pack:
        """A parsed pack; raises `UnknownJurisdiction`."""
        return self.loaded(code).pack

    def loaded(self, code: str) -> LoadedPack:
        """A pack with its origin; raises `UnknownJurisdiction`."""
        return self._loaded[self.chain(code)[0]]

    def reading(self, code: str, ambiguity: str) -> Reading | None:
        """A jurisdiction's reading of an ambiguity: its own or an inherited one."""
        for level in self.chain(code):
            for reading in self._loaded[level].pack.readings:
                if reading.of == ambiguity:
                    return reading
        return None

    def ambiguities(self, code: str) -> tuple[str, ...]:
        """The ids of the ambiguities that a jurisdiction reads, its own and inherited ones."""
        found = (one.of for level in self.chain(code) for one in self._loaded[level].pack.readings)
        return tuple(sorted(set(found)))

    def _walk(self, code: str | None) -> Iterator[str]:
        while code is not None:
            yield code
            code = self._loaded[code].pack.inherits


def _broken_chains(loaded: Mapping[str, LoadedPack]) -> Iterator[Fault]:
    for pack in loaded.values():
        seen = {pack.pack.jurisdiction}
        above = pack.pack.inherits
        while above is not None:
            if above not in loaded:
                yield pack.fault(("inherits",), f"no pack of {above}")
                break
            if above in seen:
                yield pack.fault(("inherits",), "inherits from itself")
                break
            seen.add(above)
            above = loaded[above].pack.inherits


def _unread(packs: PackSet, code: str) -> Iterator[Fault]:
    loaded = packs.loaded(code)
    for path, touched in _interpretations(loaded.pack):
        if packs.reading(code, touched.of) is None:
            yield loaded.fault((*path, "of"), f"nothing reads {touched.of}")


def _interpretations(pack: Pack) -> Iterator[tuple[Path, Interpretation]]:
    for at, rule in enumerate(pack.rules):
        for position, value in enumerate(rule.values):
            for index, touched in enumerate(value.interpretations):
                yield ("rules", at, "values", position, "interpretations", index), touched
