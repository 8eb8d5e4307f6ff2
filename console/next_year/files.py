"""The files of a proposed year: each written whole, unless it is there, and never over another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from console.next_year import proposal
from console.next_year.year_before import YearBefore
from console.starting.folder import Folder

Content = Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a proposed year: its portfolio, and beside it targets and people."""

    folder: Folder
    portfolio: Path
    work_year: int

    @classmethod
    def of(cls, directory: Path, jurisdiction: str, work_year: int, named: Path | None) -> Files:
        """Those below a directory, as those of `init`: `DIR/653130/portfolio-2027.xlsx`."""
        folder = Folder(named.parent) if named else Folder.of(directory, jurisdiction)
        return cls(folder, named or folder.portfolio(work_year), work_year)

    @property
    def targets(self) -> Path:
        """The file of the indicators."""
        return self._beside("targets")

    @property
    def people(self) -> Path:
        """The file of the roles that end with the year before."""
        return self._beside("people")

    def _beside(self, name: str) -> Path:
        return self.portfolio.with_name(f"{name}-{self.work_year}{self.portfolio.suffix}")

    def make(self, before: YearBefore) -> Iterator[Path]:
        """Write what is not there yet; give what was written. Raises `InputError`.

        The portfolio comes last: once it is there, all files are.
        """
        as_text = self.portfolio.suffix.lower() != ".xlsx"
        made: tuple[tuple[Path, Content], ...] = (
            (self.targets, partial(proposal.targets, before, as_text=as_text)),
            (self.people, partial(proposal.people, before, as_text=as_text)),
            (self.portfolio, partial(proposal.portfolio, before, as_text=as_text)),
        )
        if self.portfolio.exists():
            return
        for path, content in made:
            written = None if path.exists() else content()
            if written is not None and self.folder.make(path, partial(bytes, written)):
                yield path
