"""Tables of acts in bulk, and of what a work year did before it was opened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.cli.commands import table
from console.tables.acts import acts_of
from console.tables.in_bulk import ACTS
from console.tables.kinds import KINDS
from console.tables.reader import read_table
from domain.kernel.message import Command
from domain.subjects.jurisdiction_year.imports import IMPORTABLE
from testkit.command_line import CommandLine

LINE = CommandLine.of(table)
BULK, YEAR = KINDS["bulk"], KINDS["done-year"]
WHO = ("--actor", "fin-01", "--organisation", "finance", "--role", "finance")

Rows = tuple[dict[str, str], ...]


def csv(kind: str, rows: Rows) -> bytes:
    titles = [*dict.fromkeys(name for row in rows for name in row)]
    known = {one.field: one.title for one in KINDS[kind].columns}
    lines = [
        [known[name] for name in titles],
        *([row.get(name, "") for name in titles] for row in rows),
    ]
    return "\n".join(",".join(line) for line in lines).encode()


def acts(kind: str, *rows: dict[str, str]) -> list[dict[str, Any]]:
    read = read_table(csv(kind, rows), KINDS[kind])
    assert [one.message() for one in read.faults] == []
    return [*acts_of(read, "653129", 2026)]


def faults(kind: str, *rows: dict[str, str]) -> set[tuple[int | None, str]]:
    return {(one.place.row, one.field) for one in read_table(csv(kind, rows), KINDS[kind]).faults}


def test_each_row_is_an_act_on_its_project_or_unit() -> None:
    made = acts(
        "bulk",
        {"project": "T1", "act": "批复绩效目标"},
        {"project": "T2", "act": "退回绩效目标", "reason": "指标不量化"},
        {"project": "T3", "act": "监控审核", "node": "2026-05-31", "score": "90"},
        {"project": "T4", "act": "项目入库", "factual_basis": "是"},
        {"project": "U01", "act": "批复整体支出绩效目标"},
    )
    assert made == [
        {"command": "target.approve", "subject": "653129/2026/T1"},
        {"command": "target.return", "subject": "653129/2026/T2", "reason": "指标不量化"},
        {
            "command": "monitoring.review",
            "subject": "653129/2026/T3",
            "node": "2026-05-31",
            "score": "90",
        },
        {"command": "library.admit", "subject": "653129/2026/T4", "factual_basis": True},
        {"command": "overall-target.approve", "subject": "653129/2026/unit/U01"},
    ]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"project": "T1", "act": "退回绩效目标"}, "reason"),
        ({"project": "T1", "act": "批复绩效目标", "reason": "同意"}, "reason"),
        ({"project": "T1", "act": "监控审核", "score": "90"}, "node"),
        ({"project": "T1", "act": "事前评估报告填报"}, "act"),
        ({"project": "T1", "act": "撤销项目"}, "act"),
    ],
)
def test_a_row_that_does_not_fit_its_act_names_the_line_and_the_field(
    row: dict[str, str], field: str
) -> None:
    assert (2, field) in faults("bulk", row)


def test_a_split_stands_in_a_row_a_column_for_each_part() -> None:
    row = {"project": "T1", "act": "填报资金来源", "document": "预〔2026〕1号"}
    (made,) = acts("bulk", {**row, "central_funds": "400000", "county_funds": "600000.00"})
    assert made == {
        "command": "funding.record",
        "subject": "653129/2026/T1",
        "funding": {"central_funds": "400000", "county_funds": "600000"},
        "document": "预〔2026〕1号",
    }
    assert Command.by_name["funding.record"].model_validate(
        {name: made[name] for name in ("funding", "document")}
    )


def test_the_parts_of_a_split_are_columns_of_no_other_act() -> None:
    assert (2, "county_funds") in faults(
        "bulk", {"project": "T1", "act": "批复绩效目标", "county_funds": "1"}
    )


def test_a_refusal_to_rectify_is_found_in_a_row() -> None:
    row = {"project": "T1", "act": "认定拒不整改", "node": "2026-05-31", "reason": "书面拒绝"}
    (made,) = acts("bulk", row)
    assert made == {
        "command": "rectification.find-refused",
        "subject": "653129/2026/T1",
        "node": "2026-05-31",
        "reason": "书面拒绝",
    }
    assert (2, "reason") in faults("bulk", {**row, "reason": ""})


def test_no_act_stands_twice() -> None:
    row = {"project": "T1", "act": "批复绩效目标"}
    assert faults("bulk", row, row)


def test_the_acts_are_those_of_people_who_decide() -> None:
    assert {"target.approve", "library.admit", "monitoring.review", "grade.finalise"} <= set(ACTS)
    for name in {*ACTS} - {"funding.record"}:  # the bureau records it as the unit does
        assert not {"unit", "department", "system"} & {
            one.value for one in Command.by_name[name].who
        }


def test_the_lines_are_printed_for_submit(tmp_path: Path) -> None:
    file = tmp_path / "批复.csv"
    file.write_bytes(csv("bulk", ({"project": "T1", "act": "批复绩效目标"},)))
    words = ("acts", "bulk", str(file), "--jurisdiction", "653129", "--work-year", "2026", *WHO)
    told = LINE.run(tmp_path, "table", *words)
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout.splitlines()[0]) == {
        "actor": {"id": "fin-01", "organisation": "finance", "role": "finance"},
        "command": "target.approve",
        "subject": "653129/2026/T1",
    }


DONE = {"done_on": "2026-06-18", "done_by": "绩效科", "document": "a" * 64}


def test_each_row_of_a_work_year_is_an_import_in_the_order_of_the_days() -> None:
    made = acts(
        "done-year",
        {**DONE, "act": "开展业务培训", "topic": "培训", "participants": "57"},
        {
            **DONE,
            "done_on": "2026-03-02",
            "act": "报送人大",
            "reference": "函1号",
            "artefacts": "绩效目标、自评结果",
        },
        {**DONE, "act": "召开绩效工作会议", "kind": "月度", "topics": "五月执行"},
    )
    assert [(one["act"], one["done_on"]) for one in made] == [
        ("congress.report", "2026-03-02"),
        ("review-meeting.record", "2026-06-18"),
        ("training.record", "2026-06-18"),
    ]
    assert {one["subject"] for one in made} == {"653129/2026"}
    assert made[0]["content"] == {
        "held_on": "2026-03-02",
        "artefacts": ["绩效目标", "自评结果"],
        "document": "函1号",
    }
    assert made[1]["content"]["kind"] == "monthly"
    assert {one["document"] for one in made} == {"a" * 64}


def test_a_plan_and_a_score_sheet_have_a_row_for_each_part() -> None:
    plan = {**DONE, "act": "制定重点评价计划", "reference": "计划1号"}
    sheet = {**DONE, "act": "印发绩效评价打分表", "reference": "打分表1号", "unit": "U01"}
    made = acts(
        "done-year",
        {
            **plan,
            "object_type": "项目",
            "objects": "3",
            "funds": "90万元",
            "budget_type": "一般公共预算",
        },
        {
            **plan,
            "object_type": "政府债务",
            "objects": "1",
            "funds": "10万元",
            "budget_type": "政府性基金预算",
        },
        {**sheet, "project": "P1", "self_score": "91.5"},
        {**sheet, "project": "P2", "self_score": "80", "score": "78"},
    )
    assert [one["act"] for one in made] == ["key-evaluation-plan.set", "score-sheet.issue"]
    assert made[0]["content"] == {
        "document": "计划1号",
        "objects": [
            {"object_type": "project", "objects": "3", "funds": "900000"},
            {"object_type": "government_debt", "objects": "1", "funds": "100000"},
        ],
        "budget_types": ["general_public", "government_managed_funds"],
    }
    assert [one["project"] for one in made[1]["content"]["lines"]] == ["P1", "P2"]
    assert made[1]["content"]["lines"][1] == {
        "project": "P2",
        "unit": "U01",
        "self_score": "80",
        "score": "78",
    }


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({**DONE, "act": "开展业务培训", "topic": "培训"}, "participants"),
        ({**DONE, "act": "报送人大", "artefacts": "绩效目标"}, "reference"),
        ({**DONE, "act": "制定重点评价计划", "budget_type": "一般公共预算"}, "object_type"),
        (
            {
                **DONE,
                "act": "开展业务培训",
                "topic": "培",
                "participants": "1",
                "node": "2026-05-31",
            },
            "node",
        ),
        ({**DONE, "act": "抽取真实性核查项目"}, "act"),
    ],
)
def test_a_row_of_a_year_that_does_not_fit_names_the_line_and_the_field(
    row: dict[str, str], field: str
) -> None:
    assert (2, field) in faults("done-year", row)


def test_every_act_that_a_year_imports_has_its_columns() -> None:
    taken = {column.field for column in YEAR.columns}
    others = {"held_on", "document", "budget_types", "lines", "problems", "items", "figures"}
    for one in IMPORTABLE.values():
        assert {*one.command.model_fields} - others <= taken, one.command.name


def test_work_of_the_bureau_and_what_a_county_summed_up_are_read_by_their_words() -> None:
    supervised = DONE | {
        "act": "登记年度工作",
        "kind": "联合监督",
        "content": "联合监督",
        "reference": "监〔2026〕1号",
        "forces": "部门主体、人大监督、审计查核、三方评估",
    }
    assert faults("done-year", supervised) == set()
    assert (2, "forces") in faults("done-year", supervised | {"forces": "部门主体、群众"})
