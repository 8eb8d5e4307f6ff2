"""The library of indicators in a log: what is in force, its counts, and what binds a decision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from domain.kernel.subject_ids import indicators
from projections.indicator_list import Listed, library_of, listed
from store import migrate, open_log, sqlite_url
from store.in_force import InForceReader
from testkit.builders.bureau import COUNTY, FINANCE, YEAR, Bureau
from testkit.builders.indicators import PREFECTURE, REGION, adopt, end, imports, row

STREAM = indicators(COUNTY)
IN_MARCH, BEFORE, AFTER = date(2023, 3, 1), date(2023, 3, 31), date(2023, 4, 1)
OF_REGION = [row(f"G{number:03}", f"{number % 24:02}") for number in range(302)]
OF_PREFECTURE = [row(f"Z{number}", f"9{number % 2}") for number in range(8)]


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A county that adopted the libraries of its region and its prefecture."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        take(bureau, imports(*OF_REGION), adopt())
        take(
            bureau,
            imports(*OF_PREFECTURE, library=PREFECTURE),
            adopt(library=PREFECTURE),
        )
        yield bureau


def take(bureau: Bureau, *acts: object, on: date = IN_MARCH) -> None:
    for act in acts:
        fields = act.model_dump(mode="json")  # type: ignore[attr-defined]
        bureau.act(STREAM, act.name, on, FINANCE, **fields)  # type: ignore[attr-defined]


def seen(
    bureau: Bureau, on: date = IN_MARCH, wanted: str = "", in_class: str | None = None
) -> Listed:
    return listed(library_of(bureau.log, COUNTY), on, wanted, in_class)


def test_the_effective_library_counts_what_was_inherited(bureau: Bureau) -> None:
    found = seen(bureau)
    assert (found.all_classes, found.all_indicators) == (26, 310)
    assert (found.own_classes, found.own_indicators) == (0, 0)


def test_the_own_additions_are_counted_apart(bureau: Bureau) -> None:
    own = imports(row("Q1", "81"), row("Q2", "82"), row("Q3", "82"), library=COUNTY)
    take(bureau, own, adopt(library=COUNTY))
    found = seen(bureau)
    assert (found.own_classes, found.own_indicators) == (2, 3)
    assert (found.all_classes, found.all_indicators) == (28, 313)


@pytest.mark.parametrize(("on", "counted"), [(BEFORE, 310), (AFTER, 309)])
def test_an_ended_indicator_counts_until_its_last_day(
    bureau: Bureau, on: date, counted: int
) -> None:
    take(bureau, end("G001", str(BEFORE)))
    assert seen(bureau, on).all_indicators == counted


def test_versions_stand_with_the_one_in_force(bureau: Bureau) -> None:
    take(bureau, imports(row("N1"), edition="2025"))
    assert [(one.library, one.edition, one.in_force) for one in seen(bureau).editions] == [
        (REGION, "2024", True),
        (PREFECTURE, "2024", True),
        (REGION, "2025", False),
    ]


def test_indicators_are_found_by_text_and_class(bureau: Bureau) -> None:
    assert [one.code for one in seen(bureau, wanted="Z1").indicators] == ["Z1"]
    assert len(seen(bureau, in_class="90").indicators) == 4


def test_the_library_binds_decisions_from_its_adoption_on(bureau: Bureau) -> None:
    reader = InForceReader(bureau.log)
    assert reader.in_force(COUNTY, YEAR).library.named("Z1", IN_MARCH)
    assert reader.in_force(COUNTY, YEAR).library.named("N1", IN_MARCH) is None
    take(bureau, imports(row("N1"), edition="2025"))
    assert reader.in_force(COUNTY, YEAR).library.named("N1", IN_MARCH) is None
    take(bureau, adopt(edition="2025"))
    assert reader.in_force(COUNTY, YEAR).library.named("N1", IN_MARCH)
