"""The texts that packs cite: the documents, and the clause list drawn from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.rules.engine.errors import Fault
from domain.rules.engine.pack import Cite, Pack
from domain.rules.engine.pack_set import LoadedPack, PackSet
from domain.rules.engine.strict_yaml import Path

_LAYOUT = re.compile(r"\s+|\*\*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document, as the clause list numbers it."""

    id: str
    document: str
    quote: str


def clause_list(text: str) -> dict[str, Clause]:
    """Read the clause list: one JSON object per line."""
    entries = (json.loads(line) for line in text.splitlines() if line.strip())
    return {e["id"]: Clause(e["id"], e["document"], e["quote"]) for e in entries}


def plain(text: str) -> str:
    """Strip what layout puts into a text: white space and `**`."""
    return _LAYOUT.sub("", text)


def against_sources(
    packs: PackSet, documents: Mapping[str, str], clauses: Mapping[str, Clause]
) -> list[Fault]:
    """Check each citation: its clause exists, and its quote stands in the document as cited.

    `documents` are the texts by file name. White space and `**` do not count. A citation marked
    unverified has no text here and is passed over.
    """
    texts = {name: plain(text) for name, text in documents.items()}
    faults: list[Fault] = []
    for code in packs.jurisdictions:
        loaded = packs.loaded(code)
        for path, cite in _cites(loaded.pack):
            if not cite.unverified:
                faults.extend(_wrong(loaded, path, cite, texts, clauses))
    return faults


def _wrong(
    loaded: LoadedPack,
    path: Path,
    cite: Cite,
    texts: Mapping[str, str],
    clauses: Mapping[str, Clause],
) -> Iterator[Fault]:
    clause = clauses.get(cite.clause)
    if clause is None:
        yield loaded.fault((*path, "clause"), f"no clause {cite.clause} in the clause list")
    elif cite.document != clause.document:
        yield loaded.fault((*path, "document"), f"{cite.clause} stands in {clause.document}")
    elif plain(cite.quote) not in plain(clause.quote):
        yield loaded.fault((*path, "quote"), f"differs from the clause list's {cite.clause}")
    if cite.document not in texts:
        yield loaded.fault((*path, "document"), f"no document {cite.document}")
    elif not plain(cite.quote) or plain(cite.quote) not in texts[cite.document]:
        yield loaded.fault((*path, "quote"), "not found in the document")


def _cites(pack: Pack) -> Iterator[tuple[Path, Cite]]:
    for at, rule in enumerate(pack.rules):
        for position, value in enumerate(rule.values):
            for index, cite in enumerate(value.cite):
                yield ("rules", at, "values", position, "cite", index), cite
