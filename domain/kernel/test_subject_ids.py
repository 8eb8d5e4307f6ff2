"""What a stream id is about."""

from __future__ import annotations

import pytest

from domain.kernel.subject_ids import (
    Subject,
    SubjectKind,
    jurisdiction_year,
    packs,
    parse_subject,
    policy,
    project_year,
    rulings,
    third_party,
    unit_year,
    work_calendar,
)

CODE = "652825"


@pytest.mark.parametrize(
    ("stream", "kind", "year", "code"),
    [
        (packs(CODE), SubjectKind.PACKS, None, None),
        (rulings(CODE), SubjectKind.RULINGS, None, None),
        (jurisdiction_year(CODE, 2023), SubjectKind.JURISDICTION_YEAR, 2023, None),
        (project_year(CODE, 2023, "P001"), SubjectKind.PROJECT_YEAR, 2023, "P001"),
        (project_year(CODE, 2023, "unit"), SubjectKind.PROJECT_YEAR, 2023, "unit"),
        (unit_year(CODE, 2023, "201001"), SubjectKind.UNIT_YEAR, 2023, "201001"),
        (third_party(CODE, "T01"), SubjectKind.THIRD_PARTY, None, "T01"),
        (policy(CODE, "ZC01"), SubjectKind.POLICY, None, "ZC01"),
        (work_calendar(CODE), SubjectKind.WORK_CALENDAR, None, None),
    ],
)
def test_a_stream_id_says_its_kind_year_and_code(
    stream: str, kind: SubjectKind, year: int | None, code: str | None
) -> None:
    assert parse_subject(stream) == Subject(stream, kind, CODE, year, code)


@pytest.mark.parametrize(
    "stream",
    [
        "652825",
        "652825/2023/",
        "652825/2023/unit/",
        "652825/2023/unit/2 01",
        "652825/2023/unit/1/2",
        "652825/2023/units/1",
        "652825/third-party",
        "652825/third-party/",
        "652825/policy",
        "652825/policy/",
        "652825/2023/policy/ZC01",
        "652825/work-calendar/2023",
        "652825/2023/third-party/T01",
        "652825/unit/1",
        "65282/2023/unit/1",
    ],
)
def test_anything_else_is_no_subject(stream: str) -> None:
    with pytest.raises(ValueError, match="is no subject"):
        parse_subject(stream)
