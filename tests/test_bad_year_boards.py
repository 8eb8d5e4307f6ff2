"""The boards of the bad year answer for it, through the command line."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from console.cli.command_list import whole
from testkit.command_line import CommandLine
from tests.bad_year import decide

COMMANDS = CommandLine(whole())
printed, asked = COMMANDS.text, COMMANDS.read

YEAR = ("--jurisdiction", "653129", "--year", "2025")
DISCLOSURE = {
    ("project-year", "unit", "disclosure.project_target"): 6,
    ("project-year", "unit", "disclosure.self_evaluation_form"): 7,
    ("project-year", "unit", "disclosure.department_evaluation_report"): 2,
    ("project-year", "unit", "disclosure.key_evaluation_report"): 1,
    ("project-year", "finance", "disclosure.key_evaluation_report"): 1,
    ("unit-year", "unit", "disclosure.overall_target"): 5,
    ("unit-year", "unit", "disclosure.self_evaluation_form"): 4,
}
EVALUATION = {
    ("2026-03-31", "self-evaluation.filing"): {"met": 7, "met_late": 1, "escalated": 1},
    ("2026-04-30", "department-evaluation.report"): {"met": 1, "met_late": 1, "escalated": 2},
    ("2026-04-30", "department-evaluation.selection"): {"met": 4, "escalated": 1},
    ("2026-04-30", "overall-self-evaluation.filing"): {"met": 4, "escalated": 1},
    ("2026-05-31", "finance-review"): {"met": 8},
    ("2026-06-15", "rectification.report:W1"): {"met": 1},
    ("2026-06-30", "authenticity.finding"): {"met": 3},
    ("2026-07-31", "key-evaluation.finalisation"): {"met": 1},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("bad-year")
    with closing(decide(directory).log):
        return directory


def waiting(data: Path, *arguments: str) -> dict[tuple[str, str, str], int]:
    """What waits, by kind of subject, role and deadline."""
    told = asked(data, "status", *YEAR, *arguments)["waiting"]
    return {(one["kind"], one["responsible"], one["deadline"]): one["subjects"] for one in told}


def test_overdue_is_told_by_unit_and_role(data: Path) -> None:
    told = asked(data, "overdue", *YEAR)
    roles = {one["responsible"]: (one["deadlines"], one["units"]) for one in told["roles"]}
    assert roles == {"department": (3, 3), "finance": (4, 0), "unit": (2, 2)}
    groups = {
        (group["unit"], group["responsible"]): [
            (line["code"], line["row"]["deadline"], line["row"]["reference"])
            for line in group["lines"]
        ]
        for group in told["groups"]
    }
    assert groups == {
        (None, "finance"): [
            (None, "score-sheet.issuing", "JS-062,JS-063"),
            (None, "authenticity.drawing", "JS-074"),
            (None, "key-evaluation-plan.setting", "JS-064"),
            (None, "key-evaluation.selecting", "JS-064"),
        ],
        ("U02", "unit"): [("P03", "self-evaluation.filing", "JS-057")],
        ("U03", "department"): [("P06", "department-evaluation.report", "JS-058")],
        ("U04", "department"): [("U04", "department-evaluation.selection", "JS-058")],
        ("U05", "department"): [("P12", "department-evaluation.report", "JS-058")],
        ("U05", "unit"): [("U05", "overall-self-evaluation.filing", "JS-080")],
    }


def test_the_calendar_of_the_second_work_year_has_the_state_of_each_deadline(data: Path) -> None:
    told = asked(data, "calendar", *YEAR, "--from", "2026-01-01", "--to", "2026-07-31")
    lines = {(one["due"], one["deadline"]): one["states"] for one in told["lines"]}
    assert lines == EVALUATION


@pytest.mark.parametrize(
    ("day", "reports", "reviews"),
    [
        ("2025-06-11", 0, 0),
        ("2025-06-12", 5, 0),
        ("2025-06-22", 3, 1),
        ("2025-07-01", 1, 1),
        ("2025-07-03", 0, 0),
    ],
)
def test_open_rectifications_wait_for_the_unit_or_for_the_bureau(
    data: Path, day: str, reports: int, reviews: int
) -> None:
    told = waiting(data, "--as-of", day)
    report, review = "rectification.report:2025-05-31", "rectification.review:2025-05-31"
    assert told.get(("project-year", "unit", report), 0) == reports
    assert told.get(("project-year", "finance", review), 0) == reviews


def test_disclosure_still_to_do_is_told_by_who_publishes(data: Path) -> None:
    told = {wait: n for wait, n in waiting(data).items() if wait[2].startswith("disclosure.")}
    assert told == DISCLOSURE


def test_selections_are_told_against_their_minimum(data: Path) -> None:
    told = asked(data, "selections", *YEAR)
    units = {
        one["subject"].rpartition("/")[2]: (one["state"], one["ratio"], one["met"])
        for one in told
        if one["what"] == "department-evaluation"
    }
    assert units == {
        "U01": ("selected", "75.00", True),
        "U02": ("selected", "80.00", True),
        "U03": ("selected", "53.85", True),
        "U04": ("refused", "4.55", False),
        "U05": ("selected", "100.00", True),
    }
    short = next(one for one in told if one["state"] == "refused")
    assert (short["shortfall"], short["clauses"]) == ("340000", ["JS-059"])
    *_, key, draw = told
    assert (key["planned"], key["selected"], key["met"]) == (2, ["P01"], False)
    assert key["missing"] == ["government_managed_funds", "state_capital_operations"]
    assert (draw["state"], draw["ratio"], len(draw["selected"])) == ("selected", "33.33", 3)


@pytest.mark.parametrize(
    ("day", "unit", "key"),
    [
        ("2026-04-09", "none", "none"),
        ("2026-04-10", "selected", "none"),
        ("2026-05-08", "selected", "planned"),
        ("2026-05-12", "selected", "selected"),
    ],
)
def test_a_selection_is_told_from_its_day_on(data: Path, day: str, unit: str, key: str) -> None:
    first, *_, of_key, _draw = asked(data, "selections", *YEAR, "--as-of", day)
    assert (first["state"], of_key["state"]) == (unit, key)


def test_selections_are_printed_with_what_they_are_short_of(data: Path) -> None:
    told = printed(data, "selections", *YEAR).replace("\n", "")
    assert "340000" in told
    assert "JS-059" in told


def test_problems_are_told_by_kind_and_subject(data: Path) -> None:
    told = asked(data, "problems", "653129/2025/P02", "--kind", "veto", "--kind", "recovery")
    assert [(one["kind"], one["name"], one["clauses"]) for one in told] == [
        ("veto", "grade.finalised", ["JS-075"]),
        ("recovery", "funds.recovered", ["JS-075"]),
    ]
    assert told[0]["step"]["before"] == "excellent"


def test_problems_are_printed_with_reason_clause_and_its_text(data: Path) -> None:
    told = printed(data, "problems", "653129/2025/P01")
    for part in ("不予受理 refusal", "the panel lacks", "依据 by JS-068", "合计 in all"):
        assert part in told
    assert "JS-037 对绩效监控审核打分低于 60 分" in told


def test_where_nothing_went_wrong_yet_nothing_is_told(data: Path) -> None:
    assert asked(data, "problems", "653129/2025", "--as-of", "2025-01-07") == []
    assert "无 none" in printed(data, "problems", "653129/2025", "--as-of", "2025-01-07")


LEDGER = ("rectifications", "--jurisdiction", "653129", "--budget-year", "2025")


def test_the_ledger_has_the_problems_that_were_fed_back_beside_the_rounds(data: Path) -> None:
    lines = asked(data, *LEDGER)["lines"]
    problems = [
        (one["stream"].rpartition("/")[2], one["problem"], one["step"], one["standing"])
        for one in lines
        if one["problem"]
    ]
    assert problems == [
        ("P06", "W1", "accepted", "closed"),
        ("P06", "W2", "carried_over", "open"),
    ]
    assert {one["source"] for one in lines} >= {"monitoring", "self_evaluation", "key_evaluation"}
    chosen = asked(data, *LEDGER, "--source", "self_evaluation", "--unit", "U03")["lines"]
    assert {(one["source"], one["unit"]) for one in chosen} == {("self_evaluation", "U03")}


def test_the_ledger_is_printed_in_chinese_first(data: Path) -> None:
    text = printed(data, *LEDGER, "--unit", "U03")
    for said in ("绩效自评", "W1", "已销号 closed", "结转整改 carried over", "待反馈 no feedback"):
        assert said in text


def test_the_problems_tell_what_was_fed_back_and_what_became_of_it(data: Path) -> None:
    text = printed(data, "problems", "653129/2025/P06")
    for said in ("反馈评价结果", "来源 source 绩效自评", "W1 项目台账不全", "整改结转", "JS-041"):
        assert said in text


def test_an_event_that_the_system_adds_to_an_act_is_sound(data: Path) -> None:
    found = {one["code"] for one in asked(data, "doctor")["findings"]}
    assert "event-not-of-command" not in found
