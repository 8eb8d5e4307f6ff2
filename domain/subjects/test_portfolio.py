from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.kernel.vocabulary import BudgetType, Origin
from domain.shared.filings.funding import PARTS, Funding
from domain.subjects.jurisdiction_year.opening import Opening
from domain.subjects.jurisdiction_year.portfolio import (
    COLUMNS,
    PortfolioError,
    Row,
    openings,
    parse_portfolio,
    read_rows,
)
from domain.subjects.jurisdiction_year.registration import add_fields, registration
from domain.subjects.project_year.imported_history import ImportHistory
from domain.subjects.project_year.population import AddProject
from domain.subjects.unit_year.population import AddUnit

HEADER = ",".join(COLUMNS)
GIVEN = {
    "code": "P001",
    "name": "合成项目001（示例）",
    "unit_code": "U01",
    "unit_name": "示例单位01",
    "budget_type": "general_public",
    "origin": "initial",
    "opened_on": "2023-01-05",
    "is_new": "true",
    "is_major": "false",
    "one_off": "false",
    "key_project": "TRUE",
    "subject_kind": "",
    "confidential": "false",
    "initial": "5634000",
    "adjusted": "",
    "executed": "",
}


def line(**changed: str) -> str:
    return ",".join({**GIVEN, **changed}.values())


def portfolio(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join((header, *lines, "")).encode()


def refusal(content: bytes) -> PortfolioError:
    with pytest.raises(PortfolioError) as refused:
        parse_portfolio(content)
    return refused.value


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_row_is_read_with_or_without_a_byte_order_mark(mark: bytes) -> None:
    (row,) = parse_portfolio(mark + portfolio(line()))
    assert (row.line, row.code, row.name) == (2, "P001", "合成项目001（示例）")
    assert (row.budget_type, row.origin) == (BudgetType.GENERAL_PUBLIC, Origin.INITIAL)
    assert (row.opened_on, row.key_project) == (date(2023, 1, 5), True)
    assert (row.initial, row.adjusted, row.executed) == (Decimal(5634000), None, None)


def test_the_columns_may_stand_in_any_order() -> None:
    header = ",".join(reversed(COLUMNS))
    cells = ",".join(reversed(list(GIVEN.values())))
    assert parse_portfolio(portfolio(cells, header=header)) == parse_portfolio(portfolio(line()))


def test_blank_lines_are_passed_over_and_counted() -> None:
    first, second = parse_portfolio(portfolio(line(), "", "," * 15, line(code="P002")))
    assert (first.line, second.line) == (2, 5)


def test_a_line_end_within_quotes_becomes_a_space_and_is_counted() -> None:
    content = portfolio(line(name='"合成\n项目"'), line(code="P002", opened_on="soon"))
    assert refusal(content).line == 4
    assert parse_portfolio(portfolio(line(name='"合成\n项目"')))[0].name == "合成 项目"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str) -> None:
    content = end.join((HEADER, line(), line(code="P002", is_new="maybe"))).encode()
    assert (refusal(content).line, refusal(content).field) == (3, "is_new")


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("code", ""),
        ("code", "P 1"),
        ("code", "P/1"),
        ("code", "P\u200b1"),
        ("code", "P" * 65),
        ("unit_code", "U:1"),
        ("name", ""),
        ("name", "=1+1"),
        ("name", " +86"),
        ("unit_name", "@单位"),
        ("subject_kind", "=A1"),
        ("name", "合成\x00项目"),
        ("name", "\x1b[31m"),
        ("name", "长" * 2001),
        ("budget_type", "general"),
        ("origin", "年初"),
        ("opened_on", "2023/1/5"),
        ("opened_on", "20230105"),
        ("opened_on", "2023-02-29"),
        ("opened_on", "0001-01-01"),
        ("is_major", "1"),
        ("confidential", ""),
        ("initial", ""),
        ("initial", "-1"),
        ("initial", "1e3"),
        ("initial", "NaN"),
        ("initial", "１００"),
        ("initial", "12.345"),
        ("initial", "1" * 17),
        ("adjusted", '"1,000"'),
        ("executed", "--"),
    ],
)
def test_a_cell_that_cannot_stand_is_named_with_its_line_and_column(field: str, cell: str) -> None:
    refused = refusal(portfolio(line(code="P000"), line(**{field: cell})))
    assert (refused.line, refused.field) == (3, field)


def faults(content: bytes) -> list[tuple[int, str, str]]:
    found = [one for one in read_rows(content) if isinstance(one, PortfolioError)]
    return [(one.line, one.field, one.message) for one in found]


def test_all_faults_of_a_file_are_found_at_once() -> None:
    found = faults(
        portfolio(
            line(is_new="1", initial="-5"),
            line(code="P002"),
            line(code="P002", opened_on="2023-02-30", origin="mid_year"),
            "P003,合成项目",
            line(code="P002", name="=1", budget_type="一般"),
        )
    )
    assert [(at, field) for at, field, _ in found] == [
        *((2, "is_new"), (2, "initial")),
        *((4, "opened_on"), (4, "adjusted")),
        (5, "unit_code"),
        *((6, "name"), (6, "budget_type"), (6, "code")),
    ]
    assert found[-1][2] == "'P002' stands on line 3 too"


def test_a_sound_row_between_faulty_ones_is_read() -> None:
    read = [*read_rows(portfolio(line(is_new="1"), line(code="P002"), line(initial="")))]
    assert [one.code for one in read if isinstance(one, Row)] == ["P002"]


WITH_FUNDS = ",".join((*COLUMNS, *PARTS.values()))
"""A header with the columns of the funding by source."""


def funded(*parts: str, **changed: str) -> bytes:
    return portfolio(f"{line(**changed)},{','.join(parts)}", header=WITH_FUNDS)


def test_the_funding_by_source_may_stand_in_the_portfolio() -> None:
    (row,) = parse_portfolio(funded("", "5000000", "0", "634000"))
    split = Funding(regional_funds=Decimal(5000000), county_funds=Decimal(634000))
    assert row.funding == split
    told = registration(row, "652825", 2023).fields
    assert AddProject.model_validate(told).funding == split
    imported = registration(row, "652825", 2024).fields
    assert ImportHistory.model_validate(imported).funding == split


def test_without_a_word_on_it_there_is_no_funding() -> None:
    for content in (portfolio(line()), funded("", "", "", "")):
        (row,) = parse_portfolio(content)
        assert row.funding is None
        assert "funding" not in registration(row, "652825", 2023).fields


def test_one_column_of_the_funding_is_enough() -> None:
    header = f"{HEADER},county_funds"
    (row,) = parse_portfolio(portfolio(f"{line()},5634000", header=header))
    assert row.funding == Funding(county_funds=Decimal(5634000))


@pytest.mark.parametrize(
    ("parts", "changed"),
    [
        (("", "", "", "5633999.99"), {}),
        (("", "", "", "5634000.01"), {}),
        (("", "", "", "563.4"), {}),
        (("", "", "", "5634000"), {"origin": "mid_year", "adjusted": "6000000"}),
        (("", "", "", "5634000"), {"subject_kind": "unit", "code": "U01"}),
    ],
)
def test_parts_that_are_not_the_amount_are_at_fault(
    parts: tuple[str, ...], changed: dict[str, str]
) -> None:
    assert refusal(funded(*parts, **changed)).field == "county_funds"


def test_the_parts_of_an_addition_are_of_its_adjusted_amount() -> None:
    content = funded("6000000", "", "", "", origin="mid_year", adjusted="6000000")
    assert parse_portfolio(content)[0].funding == Funding(central_funds=Decimal(6000000))


@pytest.mark.parametrize("field", [name for name in COLUMNS if GIVEN[name]])
def test_a_fault_has_the_value_that_stands_there(field: str) -> None:
    cell = "@x y" if field not in {"initial", "opened_on"} else "x y"
    ((_, named, message),) = faults(portfolio(line(**{field: cell})))
    assert (named, cell in message) == (field, True)


def test_all_faults_of_a_header_are_found_at_once() -> None:
    header = HEADER.replace("adjusted", "initial").replace("is_new", "new")
    assert [(at, field) for at, field, _ in faults(portfolio(line(), header=header))] == [
        *((1, "header"), (1, "initial")),
        *((1, "is_new"), (1, "adjusted")),
    ]


@pytest.mark.parametrize("amount", ["0", "0.1", "0.01", "9999999999999999.99"])
def test_an_amount_has_up_to_two_decimals(amount: str) -> None:
    (row,) = parse_portfolio(portfolio(line(initial=amount)))
    assert str(row.initial) == amount


def test_an_addition_within_the_year_needs_its_adjusted_amount() -> None:
    refused = refusal(portfolio(line(origin="mid_year")))
    assert (refused.line, refused.field) == (2, "adjusted")


def test_a_code_stands_once() -> None:
    refused = refusal(portfolio(line(), line(code="P002"), line()))
    assert (refused.line, refused.field) == (4, "code")
    assert "line 2" in refused.message


@pytest.mark.parametrize(
    ("header", "field"),
    [
        (HEADER.replace(",executed", ""), "executed"),
        (HEADER.replace("adjusted", "initial"), "initial"),
        (HEADER.replace("adjusted", "Adjusted"), "header"),
        (f"{HEADER},", "header"),
    ],
)
def test_the_header_has_every_column_once_and_no_other(header: str, field: str) -> None:
    refused = refusal(portfolio(line(), header=header))
    assert (refused.line, refused.field) == (1, field)


def test_a_short_and_a_long_line_are_refused() -> None:
    assert (refusal(portfolio("P001,合成项目")).line, refusal(portfolio("P1,x")).field) == (
        2,
        "unit_code",
    )
    assert refusal(portfolio(f"{line()},x")).field == "file"


@pytest.mark.parametrize(
    ("content", "line_number"),
    [
        (b"", 1),
        (b"\xef\xbb\xbf\n\n", 1),
        (portfolio(), 1),
        (portfolio(line()).decode().encode("utf-16"), 1),
        (portfolio(line(), line(code="P002")).decode().encode("gb18030"), 2),
        (portfolio(line(), f'"{line()}'), 3),
        (portfolio(line(), line(name='"合成"项目')), 3),
        (portfolio(line(), line(name="长" * 20_001)), 3),
    ],
)
def test_a_file_that_is_no_portfolio_is_refused_at_its_line(
    content: bytes, line_number: int
) -> None:
    refused = refusal(content)
    assert (refused.line, refused.field) == (line_number, "file")


def test_openings_count_the_projects_of_each_day() -> None:
    rows = parse_portfolio(
        portfolio(line(), line(code="P2", opened_on="2023-02-06"), line(code="P3"))
    )
    assert openings(rows, 2023) == (
        Opening(on=date(2023, 1, 5), projects=2),
        Opening(on=date(2023, 2, 6), projects=1),
    )


@pytest.mark.parametrize(
    ("opened_on", "registered_on"),
    [
        ("2022-12-31", date(2023, 1, 1)),
        ("2023-01-01", date(2023, 1, 1)),
        ("2023-01-02", date(2023, 1, 2)),
    ],
)
def test_what_is_of_an_earlier_year_is_registered_with_the_year(
    opened_on: str, registered_on: date
) -> None:
    rows = parse_portfolio(portfolio(line(opened_on=opened_on)))
    assert openings(rows, 2023) == (Opening(on=registered_on, projects=1),)


def test_a_code_stands_once_in_each_budget_year_and_kind() -> None:
    unit = {"code": "U01", "subject_kind": "unit"}
    rows = parse_portfolio(
        portfolio(
            line(),
            line(opened_on="2022-01-05"),
            line(**unit),
            line(**unit, opened_on="2022-01-05"),
            line(code="U01"),
        )
    )
    assert [row.budget_year for row in rows] == [2023, 2022, 2023, 2022, 2023]
    assert refusal(portfolio(line(**unit), line(**unit))).field == "code"
    assert refusal(portfolio(line(code="U02", subject_kind="unit"))).field == "unit_code"


def test_a_row_is_registered_in_the_stream_of_its_own_year() -> None:
    unit = {"code": "U01", "subject_kind": "unit"}
    amounts = {"adjusted": "2.00", "executed": "1.00"}
    rows = parse_portfolio(
        portfolio(
            line(),
            line(opened_on="2022-12-31", **amounts),
            line(**unit),
            line(**unit, opened_on="2022-12-31", **amounts),
        )
    )
    acts = [registration(row, "652825", 2023) for row in rows]
    assert [(act.subject, act.command) for act in acts] == [
        ("652825/2023/P001", "project.add"),
        ("652825/2022/P001", "history.import"),
        ("652825/2023/unit/U01", "unit.add"),
        ("652825/2022/unit/U01", "unit.add"),
    ]
    imported = ImportHistory.model_validate(acts[1].fields)
    assert str(imported.initial) == "5634000"
    assert (str(imported.adjusted), str(imported.executed)) == ("2.00", "1.00")
    units = [AddUnit.model_validate(act.fields) for act in acts[2:]]
    assert [(unit.history, str(unit.executed)) for unit in units] == [
        (False, "None"),
        (True, "1.00"),
    ]


@pytest.mark.parametrize(("origin", "requested"), [("initial", "1.50"), ("mid_year", "2.00")])
def test_a_row_gives_the_fields_that_register_its_project(origin: str, requested: str) -> None:
    (row,) = parse_portfolio(portfolio(line(origin=origin, initial="1.50", adjusted="2.00")))
    added = AddProject.model_validate(add_fields(row))
    assert add_fields(row)["requested"] == requested
    assert (added.unit, added.opened_on, added.origin) == ("U01", date(2023, 1, 5), origin)


@pytest.mark.time_bound
def test_five_thousand_rows_are_read_well_within_a_second() -> None:
    content = portfolio(*(line(code=f"P{number}") for number in range(5000)))
    begun = time.process_time()
    assert len(parse_portfolio(content)) == 5000
    assert time.process_time() - begun < 1


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@example(b'"')
@example(b"\xff")
def test_any_bytes_give_rows_or_one_error(content: bytes) -> None:
    assert rows_or_one_error(content)
    assert rows_or_one_error(portfolio(line()) + content)


def rows_or_one_error(content: bytes) -> bool:
    try:
        return bool(parse_portfolio(content))
    except PortfolioError as refused:
        return refused.line >= 1 and bool(refused.message)
