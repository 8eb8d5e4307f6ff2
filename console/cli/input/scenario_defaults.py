"""Defaults of a scenario file: a portfolio, a pack's text, a document, a year's holidays."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from console.cli.input.document_file import read_document
from console.cli.input.input_file import LARGEST_PACK, read_file
from console.cli.input.portfolio_file import PortfolioFile, read_portfolio_file
from console.cli.input.state_holidays import state_holidays
from domain.kernel.plain_text import shown
from domain.kernel.request import BadRequest
from domain.kernel.subject_ids import subject_of
from domain.rules import PackError, PackSet
from domain.subjects.jurisdiction_year.portfolio import openings
from store.packs.packaged_packs import packaged_packs, packaged_texts


class Filling:
    """Fills in content by its sha256 and collects the content that the store must keep."""

    def __init__(
        self,
        portfolio: PortfolioFile | None = None,
        clock: str = "real",
    ) -> None:
        """Fill `year.open` from `portfolio`, or from the file that the act itself names."""
        self._portfolio = portfolio
        self._clock = clock
        self._needed: dict[str, bytes] = {}

    def contents(self) -> Iterator[bytes]:
        """The contents that the filled acts name by sha256."""
        yield from self._needed.values()

    def content(self, sha256: str) -> bytes | None:
        """The content of this sha256, if an act names it that was filled."""
        return self._needed.get(sha256)

    def __call__(self, command: str, fields: dict[str, Any], subject: str = "") -> dict[str, Any]:
        """Fill the fields of a command; raises `BadRequest` for unavailable content."""
        if command == "year.open":
            return self._year(fields, subject)
        if command == "pack.adopt" and "sha256" not in fields:
            return self._pack(fields)
        if command == "attach" and "file" in fields:
            return self._document(fields)
        if command == "work-calendar.publish" and "holidays" not in fields:
            return {**state_holidays(fields.get("year")), **fields}
        return fields

    def _year(self, fields: dict[str, Any], subject: str) -> dict[str, Any]:
        named = fields.get("portfolio_file")
        if named is None and (self._portfolio is None or "portfolio" in fields):
            return fields
        portfolio = self._portfolio if named is None else read_portfolio_file(Path(str(named)))
        if portfolio is None:
            return fields
        rest = {name: value for name, value in fields.items() if name != "portfolio_file"}
        opened = subject_of(subject)
        if opened is None or opened.year is None:
            return rest  # then the subject is refused
        return {
            "clock": self._clock,
            "openings": [
                {"on": opening.on.isoformat(), "projects": str(opening.projects)}
                for opening in openings(portfolio.rows, opened.year)
            ],
            **rest,
            "portfolio": self._keep(portfolio.content),
        }

    def _pack(self, fields: dict[str, Any]) -> dict[str, Any]:
        code = str(fields.get("pack", ""))
        named = fields.get("pack_file")
        if named is not None:
            text: bytes | None = read_file(Path(str(named)), LARGEST_PACK)
        else:
            text = dict(packaged_texts()).get(f"{code}.yaml")
        if text is None:
            raise BadRequest("pack", f"no pack {shown(code)} comes with this program")
        version = _version(text, code, packaged=named is None)
        rest = {name: value for name, value in fields.items() if name != "pack_file"}
        return {**rest, "sha256": self._keep(text), "pack_version": version}

    def _document(self, fields: dict[str, Any]) -> dict[str, Any]:
        content, told = read_document(Path(str(fields["file"])))
        self._keep(content)
        return {**told, **{name: value for name, value in fields.items() if name != "file"}}

    def _keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        self._needed[digest] = content
        return digest


def _version(text: bytes, code: str, *, packaged: bool) -> str:
    if packaged:
        return packaged_packs().loaded(code).ref.version
    try:
        packs = PackSet.of(
            [(f"{code}.yaml", text), *[t for t in packaged_texts() if t[0] != f"{code}.yaml"]]
        )
    except PackError as error:
        raise BadRequest("pack_file", str(error.faults[0])) from error
    if code not in packs.jurisdictions:
        raise BadRequest("pack_file", f"is no pack of {shown(code)}, which the act adopts")
    return packs.loaded(code).ref.version
