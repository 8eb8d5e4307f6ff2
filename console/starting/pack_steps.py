"""The packs of a county: checked together, and adopted from the country down to the county."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from console.cli.errors import InputError
from console.starting.begun import Begun
from console.starting.county import Act, County, Stand, Step
from console.starting.folder import chain_texts, levels, without_pack
from console.starting.skeleton import open_points
from domain.kernel.subject_ids import packs
from domain.rules import Fault, PackError, PackSet, RuleBook
from domain.rules.engine.check import faults_of
from domain.rules.engine.pack_set import parse_pack
from domain.rules.engine.sources import clause_list
from store.packs.packaged_packs import packaged_clauses, packaged_documents


def packs_stand(county: County) -> Stand:
    """The packs of all levels: sound together."""
    try:
        texts = chain_texts(county.folder, county.code)
    except InputError as error:
        return Stand(Step.PACKS, missing=(str(error),))
    found = _pack_faults(tuple(texts))
    told = "、".join(levels(county.code))
    as_input = tuple(InputError(one.file, one.line, one.field, one.reason) for one in found)
    return Stand(Step.PACKS, told, faults=(*as_input, *_misplaced(county)))


@lru_cache(maxsize=4)
def _pack_faults(texts: tuple[tuple[str, bytes], ...]) -> tuple[Fault, ...]:
    """The faults of some packs; the same texts are looked at again at each step of a run."""
    clauses = clause_list(packaged_clauses())
    return tuple(faults_of(texts, packaged_documents(), clauses, whole=False))


def _misplaced(county: County) -> Iterator[InputError]:
    """The packs whose file is that of another code, or which inherit from another level."""
    above = dict(zip(levels(county.code)[1:], levels(county.code), strict=False))
    for level in without_pack(county.code):
        path = county.folder.pack(level)
        try:
            pack = parse_pack(path.read_bytes(), str(path))
        except (PackError, OSError):
            continue  # told already
        for name, stated, right in (
            ("jurisdiction", pack.jurisdiction, level),
            ("inherits", pack.inherits, above[level]),
        ):
            if stated != right:
                why = f"应为 {right}，不是 {stated} / must be {right}, not {stated}"
                yield InputError(str(path), None, name, why)


def adopt_stand(county: County, done: Begun) -> Stand:
    """The adoption of each level from the top down; a changed file needs a new version."""
    acts, left = [], []
    for level in levels(county.code):
        before = done.packs.get(level)
        if level not in without_pack(county.code):
            if before is None:
                acts.append(_adopt(county, level))
            continue
        path = county.folder.pack(level)
        if not path.exists():
            left.append(f"缺 {path} / is missing")
        elif before is None:
            acts.append(_adopt(county, level, path))
        elif sha256(path.read_bytes()).hexdigest() != before.sha256:
            if _version(path) == before.pack_version:
                left.append(_same_version(path, before.pack_version))
            else:
                acts.append(_adopt(county, level, path))
    told = "、".join(f"{code}（{one.pack_version}）" for code, one in sorted(done.packs.items()))
    return Stand(Step.ADOPT, told, tuple(left), acts=tuple(acts))


CHECKED = "monitoring.nodes"
"""The rule without which a year has no monitoring: it is named before the year is opened."""


def left_open(county: County) -> tuple[str, ...]:
    """What the packs leave open that should be known before the year is opened."""
    try:
        pack_set = PackSet.of(chain_texts(county.folder, county.code))
    except (InputError, PackError):
        return ()  # told by the step of the packs
    found = open_points(RuleBook(pack_set, county.code), county.today)
    path = county.folder.pack(county.code)
    where = f"；要规定的，写入 {path} 并改 version" if path.exists() else ""
    first = tuple(
        f"各级规则包均未规定 {one.rule}：{one.cost.removesuffix('。')}{where}"
        f" / no pack states {one.rule}: no monitoring round opens"
        for one in found
        if one.rule == CHECKED and one.part is None
    )
    if not first:
        return ()
    return (*first, f"共 {len(found)} 项未规定，逐项后果见 {path} / {len(found)} rules are open")


def _adopt(county: County, level: str, path: Path | None = None) -> Act:
    named = {"pack_file": str(path.absolute())} if path else {}
    return county.act("pack.adopt", packs(county.code), pack=level, **named)


MAY_COME_BACK = {"pack.adopt"}
"""Acts that may be meant again: a text that was adopted, replaced, and is adopted once more."""


def _version(path: Path) -> str | None:
    try:
        return parse_pack(path.read_bytes(), str(path)).version
    except PackError:
        return None


def _same_version(path: Path, version: str) -> str:
    return (
        f"{path} 在采用之后有改动，但 version 仍为 {version}：要重新采用，请改 version；"
        f"不采用，请改回 / was changed after its adoption: raise its version {version} to adopt it"
    )
