"""A unit is named as other rows name it, also beside a confidential project."""

from __future__ import annotations

from domain.subjects.jurisdiction_year.portfolio import COLUMNS, parse_portfolio
from projections.planned_openings import unit_names

PUBLIC = "T1,项目一,U1,单位一旧称,general_public,initial,2024-01-05,-,,false,1,,"
UNIT = "U1,单位一,U1,单位一旧称,general_public,initial,2024-01-05,-,unit,false,1,,"
FLAGS = ",false,false,false,false,"
HIDDEN = "T2,秘密项目,U2,秘密单位,general_public,initial,2024-01-05,-,,true,1,,"


def names(*lines: str) -> dict[str, str]:
    content = "\n".join([",".join(COLUMNS), *lines]).replace(",-,", FLAGS)
    return unit_names(parse_portfolio(content.encode()))


def test_a_units_own_row_names_it() -> None:
    assert names(PUBLIC, UNIT) == names(UNIT, PUBLIC) == {"U1": "单位一"}


def test_a_unit_without_a_row_has_the_name_of_its_project() -> None:
    assert names(PUBLIC) == {"U1": "单位一旧称"}


def test_a_confidential_row_names_no_unit() -> None:
    assert names(PUBLIC, HIDDEN) == {"U1": "单位一旧称"}
