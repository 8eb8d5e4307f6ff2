"""`year.open` is filled from a table of any form."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from console.cli.errors import InputError
from console.cli.input.scenario_defaults import Filling
from console.tables.kinds import KINDS
from console.tables.remembered import RememberedColumns
from domain.kernel.request import BadRequest
from domain.subjects.jurisdiction_year.opening import OpenYear
from domain.subjects.jurisdiction_year.portfolio import parse_portfolio

PORTFOLIO = KINDS["portfolio"]
TITLES = [one.title for one in PORTFOLIO.columns if one.field not in PORTFOLIO.spare]
CELLS = [
    *("P001", "道路维护", "201001", "建设局", "一般公共预算", "年初预算", "2026年1月5日"),
    *("是", "否", "否", "否", "项目", "否", "100", "", ""),
]


def table(path: Path, *titles: str) -> Path:
    written = io.StringIO()
    csv.writer(written).writerows([titles or TITLES, CELLS])
    path.write_text(written.getvalue(), "utf-8")
    return path


def filled(filling: Filling, file: Path, **said: Any) -> dict[str, Any]:
    fields = {"portfolio_file": str(file), **said}
    return filling("year.open", fields, "653129/2026")


def test_the_portfolio_and_its_original_are_kept_and_named(tmp_path: Path) -> None:
    filling, file = Filling(), table(tmp_path / "清单.csv")
    fields = filled(filling, file)
    # then: the act names both, and both will be kept
    kept = {sha256(content).hexdigest(): content for content in filling.contents()}
    assert kept[fields["original"]] == file.read_bytes()
    (row,) = parse_portfolio(kept[fields["portfolio"]])
    assert (row.line, row.code, row.is_new) == (2, "P001", True)
    OpenYear.model_validate(fields)
    (shown,) = filling.tables
    assert shown[1].is_plain


@pytest.mark.parametrize("title", ["年初预算数（万元）", "年初预算"])
def test_a_column_in_another_unit_or_by_another_title_is_shown_before(
    tmp_path: Path, title: str
) -> None:
    filling = Filling()
    titles = [title if one == "年初预算数" else one for one in TITLES]
    filled(filling, table(tmp_path / "清单.csv", *titles))
    assert not filling.tables[0][1].is_plain


def test_a_portfolio_in_the_form_of_the_log_has_no_original(tmp_path: Path) -> None:
    first = Filling()
    filled(first, table(tmp_path / "清单.csv"))
    (plain,) = {content for content in first.contents() if content.startswith(b"code,")}
    file = tmp_path / "portfolio.csv"
    file.write_bytes(plain)
    filling = Filling()
    fields = filled(filling, file)
    assert "original" not in fields
    assert fields["portfolio"] == sha256(plain).hexdigest()
    assert filling.tables[0][1].is_plain


def test_columns_and_units_are_said_by_the_act(tmp_path: Path) -> None:
    titles = [*TITLES[:13], "下达数", *TITLES[14:]]
    file = table(tmp_path / "清单.csv", *titles)
    with pytest.raises(InputError, match="不认识此列"):
        filled(Filling(), file)
    filling = Filling()
    filled(filling, file, portfolio_columns={"下达数": "initial:万元"})
    assert filling.tables[0][1].rows[0].values["initial"] == 1_000_000


def test_columns_that_were_remembered_are_known(tmp_path: Path) -> None:
    titles = [*TITLES[:13], "下达数", *TITLES[14:]]
    remembered = RememberedColumns(tmp_path / "d")
    remembered.remember(PORTFOLIO, frozenset(titles), {"下达数": "initial"})
    filling = Filling(remembered=remembered)
    filled(filling, table(tmp_path / "清单.csv", *titles))
    assert filling.tables[0][1].rows[0].values["initial"] == 100


@pytest.mark.parametrize("said", ["下达数", ["下达数"], {"下达数": "money"}, {"下达数": 1}, 1])
def test_columns_that_are_said_wrongly_are_refused_by_name(tmp_path: Path, said: Any) -> None:
    with pytest.raises(BadRequest) as refused:
        filled(Filling(), table(tmp_path / "清单.csv"), portfolio_columns=said)
    assert refused.value.field == "portfolio_columns"


def test_the_document_of_a_corrected_import_is_attached(tmp_path: Path) -> None:
    # given
    document = tmp_path / "更正.pdf"
    document.write_bytes(b"%PDF-1.4")
    filling, digest = Filling(), sha256(b"%PDF-1.4").hexdigest()
    replacement = {"document_file": str(document), "content": {"amount": "1"}}
    # when
    fields = filling("act.correct", {"act": "x", "replacement": replacement})
    # then
    assert fields["replacement"] == {
        "document": digest,
        "file_name": "更正.pdf",
        "size": "8",
        "media_type": "application/pdf",
        "content": {"amount": "1"},
    }
    assert filling.content(digest) == b"%PDF-1.4"
    # and a correction of another act stays as it is
    other = {"act": "budget.approve", "replacement": {"amount": "1"}}
    assert filling("act.correct", other) == other
