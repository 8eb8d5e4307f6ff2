"""Defaults of a scenario file: a portfolio, a pack's text, a document, a year's holidays."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from console.cli.errors import InputError
from console.cli.input.document_file import read_document
from console.cli.input.input_file import LARGEST_PACK, read_file
from console.cli.input.portfolio_file import PortfolioFile, read_portfolio_file
from console.cli.input.state_holidays import state_holidays
from console.tables.headers import fields_said, given
from console.tables.kinds import KINDS
from console.tables.remembered import RememberedColumns
from console.tables.table import Table
from domain.kernel.plain_text import shown
from domain.kernel.request import BadRequest
from domain.kernel.subject_ids import subject_of
from domain.rules import PackError
from domain.rules.engine.pack_set import parse_pack
from domain.shared.filings.undoable import CorrectAct
from domain.subjects.jurisdiction_year.portfolio import openings
from store.packs.packaged_packs import packaged_packs, packaged_texts

_NO_PACK = (
    "程序未附 {0} 的规则包（已附 {1}），请用 jixiao init 或 jixiao packs new {0} 为其建立，"
    "再以 pack_file 指明文件 / no pack of {0} comes with this program, there are: {1}; "
    "`jixiao packs new {0}` makes one, name it by pack_file"
)
_PORTFOLIO = KINDS["portfolio"]
_DOCUMENT = "document_file"
_OF_A_FILE = frozenset({"portfolio_file", "portfolio_sheet", "portfolio_columns"})
"""Keys of a line that describe the file of its portfolio and are no fields of the act."""


class Filling:
    """Fills in content by its sha256 and collects the content that the store must keep."""

    def __init__(
        self,
        portfolio: PortfolioFile | None = None,
        clock: str = "real",
        remembered: RememberedColumns | None = None,
    ) -> None:
        """Fill `year.open` from `portfolio`, or from the file that the act itself names.

        Titles of columns are looked up among those `remembered`.
        """
        self._portfolio = portfolio
        self._clock = clock
        self._remembered = remembered
        self._needed: dict[str, bytes] = {}
        self.tables: list[tuple[str, Table]] = []
        """The tables that were read, with their files: shown before anything is taken."""

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
        if command == "history.import-act" and _DOCUMENT in fields:
            return self._imported(fields)
        if command == CorrectAct.name:
            return self._corrected(fields)
        return self._calendar(command, fields)

    def _calendar(self, command: str, fields: dict[str, Any]) -> dict[str, Any]:
        if command == "work-calendar.publish" and "holidays" not in fields:
            return {**state_holidays(fields.get("year")), **fields}
        return fields

    def _year(self, fields: dict[str, Any], subject: str) -> dict[str, Any]:
        named = fields.get("portfolio_file")
        if named is None and (self._portfolio is None or "portfolio" in fields):
            return fields
        portfolio = self._portfolio if named is None else self._read(Path(str(named)), fields)
        if portfolio is None:
            return fields
        rest = {name: value for name, value in fields.items() if name not in _OF_A_FILE}
        opened = subject_of(subject)
        if opened is None or opened.year is None:
            return rest  # then the subject is refused
        return {
            "clock": self._clock,
            "openings": [
                {"on": opening.on.isoformat(), "projects": str(opening.projects)}
                for opening in openings(portfolio.rows, opened.year)
            ],
            **self._original(portfolio),
            **rest,
            "portfolio": self._keep(portfolio.content),
        }

    def _read(self, path: Path, fields: dict[str, Any]) -> PortfolioFile:
        said = fields.get("portfolio_columns", {})
        try:
            columns = fields_said({str(key): str(of) for key, of in dict(said).items()}, _PORTFOLIO)
        except (TypeError, ValueError) as error:
            raise BadRequest("portfolio_columns", str(error)) from None
        sheet = fields.get("portfolio_sheet")
        read = read_portfolio_file(
            path,
            self._remembered.given(_PORTFOLIO, columns) if self._remembered else given(columns),
            None if sheet is None else str(sheet),
        )
        self.tables.append((str(path), read.table))
        return read

    def _original(self, portfolio: PortfolioFile) -> dict[str, Any]:
        """The file from which the portfolio was made, kept beside it where it is another."""
        if portfolio.content == portfolio.original:
            return {}
        return {"original": self._keep(portfolio.original)}

    def _pack(self, fields: dict[str, Any]) -> dict[str, Any]:
        code = str(fields.get("pack", ""))
        named = fields.get("pack_file")
        if named is not None:
            text: bytes | None = read_file(Path(str(named)), LARGEST_PACK)
        else:
            text = dict(packaged_texts()).get(f"{code}.yaml")
        if text is None:
            there = ", ".join(sorted(packaged_packs().jurisdictions))
            raise BadRequest("pack", _NO_PACK.format(shown(code), there))
        version = _version(text, code, packaged=named is None)
        rest = {name: value for name, value in fields.items() if name != "pack_file"}
        return {**rest, "sha256": self._keep(text), "pack_version": version}

    def _document(self, fields: dict[str, Any]) -> dict[str, Any]:
        content, told = read_document(Path(str(fields["file"])))
        self._keep(content)
        return {**told, **{name: value for name, value in fields.items() if name != "file"}}

    def _imported(self, fields: dict[str, Any]) -> dict[str, Any]:
        """An imported act with the document that shows it, which the act attaches."""
        try:
            content, told = read_document(Path(str(fields[_DOCUMENT])))
        except InputError as error:
            raise BadRequest(_DOCUMENT, f"{error.file}: {error.message}") from None
        self._keep(content)
        document = {"document" if name == "sha256" else name: one for name, one in told.items()}
        return {**document, **{name: one for name, one in fields.items() if name != _DOCUMENT}}

    def _corrected(self, fields: dict[str, Any]) -> dict[str, Any]:
        """A correction of an imported act with the right document, where it names one."""
        replacement = fields.get("replacement")
        if not isinstance(replacement, dict) or _DOCUMENT not in replacement:
            return fields
        return {**fields, "replacement": self._imported(replacement)}

    def _keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        self._needed[digest] = content
        return digest


def _version(text: bytes, code: str, *, packaged: bool) -> str:
    if packaged:
        return packaged_packs().loaded(code).ref.version
    try:
        pack = parse_pack(text, f"{code}.yaml")
    except PackError as error:
        raise BadRequest("pack_file", str(error.faults[0])) from error
    if pack.jurisdiction != code:
        raise BadRequest("pack_file", f"is no pack of {shown(code)}, which the act adopts")
    return pack.version
