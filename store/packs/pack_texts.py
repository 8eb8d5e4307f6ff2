"""The texts that a jurisdiction may adopt; a broken text never enters the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from domain.kernel.answer import Answer
from domain.rules import BadInput, Fault, PackError, PackSet, RecordedRuling
from domain.rules.engine.check import faults_of
from domain.rules.engine.rulings import unfit_rulings
from domain.rules.engine.sources import clause_list
from store.packs.packaged_packs import packaged_clauses, packaged_documents
from store.port import ContentMissing, EventLog

Texts = tuple[tuple[str, bytes], ...]

_KEPT_CHECKS = 64


class NoRules:
    """The rules during the adoption of a pack: none may be asked."""

    def ask(self, rule: str, on: date, **inputs: Any) -> Answer:
        """Raise an error: the adoption asks no rule."""
        raise LookupError(f"{rule} asked on {on} with {inputs} before packs are adopted")


NO_RULES = NoRules()


class PackTexts:
    """The texts stored in a log, checked with the sources and the recorded rulings."""

    def __init__(
        self, log: EventLog, jurisdiction: str, rulings: Mapping[str, RecordedRuling]
    ) -> None:
        """Check adoptions of `jurisdiction`, which recorded these `rulings`."""
        self._log = log
        self._jurisdiction = jurisdiction
        self._rulings = rulings

    def check(self, packs: Mapping[str, str], pack: str, version: str) -> None:
        """Check that `packs` (code -> sha256), which include `pack`, may be in force together.

        Raises `BadInput` if the text of `pack` is not stored, or is another pack or `version`.
        Raises `PackError` with every fault of the texts.
        """
        try:
            texts = tuple((f"{code}.yaml", self._log.content(sha)) for code, sha in packs.items())
        except ContentMissing:
            raise BadInput("sha256", f"no text is kept under {packs[pack]}") from None
        faults = _faults(tuple(sorted(texts)))
        if faults:
            raise PackError(faults)
        together = PackSet.of(texts)
        if pack not in together.jurisdictions:
            raise BadInput("pack", f"the text is not that of {pack}")
        stated = together.pack(pack).version
        if stated != version:
            raise BadInput("pack_version", f"the text says {stated}")
        if self._jurisdiction in together.jurisdictions:
            self._fit(together)

    def _fit(self, packs: PackSet) -> None:
        """Refuse packs that a recorded ruling does not fit, because it would bind nobody."""
        rulings = self._rulings.values()
        for ruling, error in unfit_rulings(packs, self._jurisdiction, rulings):
            said = f"the recorded ruling on {ruling.ambiguity} does not fit this text: {error}"
            raise BadInput("sha256", said)


@lru_cache(maxsize=_KEPT_CHECKS)
def _faults(texts: Texts) -> tuple[Fault, ...]:
    clauses = clause_list(packaged_clauses())
    return tuple(faults_of(texts, packaged_documents(), clauses, whole=False))
