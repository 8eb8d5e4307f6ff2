"""The life of a project on one screen: what stands out is marked, what was refused is told."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from rich.cells import cell_len

from console.cli.commands import history, statement
from console.drill.plan import acts_at
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.vocabulary import Role
from testkit.command_line import CommandLine
from tests.daily_year import COUNTY, YEAR, daily_year

SCREEN = (120, 60)
"""Columns and lines of a screen."""
COMMANDS = CommandLine.of(history, statement, columns=SCREEN[0])

PROJECTS = [f"{COUNTY}/{YEAR}/P{number:02}" for number in range(1, 17)]
EVALUATED = [f"{COUNTY}/{YEAR - 1}/H{number:02}" for number in range(1, 15)]
IMPORTED = EVALUATED[6:9]
"""Their rounds of the year before were imported act by act: two years in one history."""
FED_BACK = (EVALUATED[3], EVALUATED[13])
"""What they were evaluated by asked for feedback: a line or two more than one screen."""
UNIT, OTHER = Actor("u04-01", "U04", Role.UNIT), Actor("u05-01", "U05", Role.UNIT)
DELEGATED: tuple[tuple[str, Actor, dict[str, Any]], ...] = (
    ("target.adjust", OTHER, {}),
    (
        "delegate",
        UNIT,
        {"organisation": "U05", "since": "2026-12-31", "until": "2026-12-31", "document": "委托书"},
    ),
    ("target.adjust", OTHER, {"amount": "1"}),
)
"""Another unit tries, is allowed by a delegation, and tries again."""

WHOLE: tuple[tuple[str, str, Actor, dict[str, Any]], ...] = (
    (
        f"{COUNTY}/organisations",
        "delegate",
        Actor("u05-01", "U05", Role.UNIT),
        {**DELEGATED[1][2], "unit": "U05", "organisation": "U07"},
    ),
    (PROJECTS[4], "target.adjust", Actor("u07-01", "U07", Role.UNIT), {"amount": "1"}),
)
"""A whole unit delegates, and another one acts on one of its projects."""

LATE, CORRECTED, REOPENED = PROJECTS[7], PROJECTS[15], EVALUATED[12]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a decided year."""
    folder = tmp_path_factory.mktemp("year")
    year = daily_year(folder)
    with closing(year.log):
        year.run(date(YEAR, 12, 31))
        for number, (name, actor, fields) in enumerate(DELEGATED):
            request = Request(UUID(int=90 + number), PROJECTS[3], name, actor, fields)
            year.take(request, acts_at(date(YEAR, 12, 31)))
        for number, (subject, name, actor, fields) in enumerate(WHOLE):
            request = Request(UUID(int=80 + number), subject, name, actor, fields)
            year.take(request, acts_at(date(YEAR, 12, 31)))
    return folder


def life(data: Path, subject: str, *words: str) -> list[str]:
    return COMMANDS.text(data, "history", subject, *words).splitlines()


def entries(data: Path, subject: str, *words: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = COMMANDS.read(data, "history", subject, *words)
    return told


@pytest.mark.parametrize("subject", [*PROJECTS, *EVALUATED])
def test_a_projects_year_fits_one_screen(data: Path, subject: str) -> None:
    lines, screens = life(data, subject), 2 if subject in {*IMPORTED, *FED_BACK} else 1

    assert len(lines) <= screens * SCREEN[1]
    assert max(map(cell_len, lines)) <= SCREEN[0]
    assert len([line for line in lines if line.startswith("202")]) == len(entries(data, subject))


@pytest.mark.parametrize(
    ("subject", "day", "words"),
    [
        (LATE, "2026-06-08", ("逾期 overdue", "deadline.passed", "system")),
        (LATE, "2026-06-08", ("迟报 late", "填报监控结果", "u08-01（预算单位）", "JS-054")),
        (CORRECTED, "2026-06-03", ("延期 extended", "准予延期", "fin-02（财政部门）")),
        (CORRECTED, "2026-09-06", ("更正 corrected", "更正填报", "u06-01（预算单位）")),
        (REOPENED, "2026-08-22", ("重启 reopened", "重启等次评定", "fin-05（财政部门）")),
    ],
)
def test_what_stands_out_is_marked_with_who_and_when(
    data: Path, subject: str, day: str, words: tuple[str, ...]
) -> None:
    told = re.split(r"\n(?=\d{4}-)", "\n".join(life(data, subject)))
    assert any(one.startswith(day) and all(word in one for word in words) for one in told)


def test_a_refused_act_is_named_as_an_official_names_it(data: Path) -> None:
    told = [line for line in life(data, EVALUATED[6]) if "拒绝 refused" in line]
    assert any("评定最终等次 grade.finalise" in line for line in told)


def test_what_was_to_be_done_is_not_marked(data: Path) -> None:
    (filed,) = [line for line in life(data, PROJECTS[0]) if "2026-06-06" in line]

    assert filed.startswith("2026-06-06 填报监控结果 monitoring.result-filed")


def test_a_refused_attempt_tells_why_in_both_languages(data: Path) -> None:
    lines = life(data, CORRECTED)

    at = next(number for number, line in enumerate(lines) if "拒绝 refused" in line)
    assert "disclosure.publish" in lines[at]
    assert "gate-not-met: 该项内容涉密" in lines[at + 1]
    assert "this is confidential" in lines[at + 2]


def test_a_refused_attempt_is_told_from_the_day_of_its_recording(data: Path) -> None:
    def refused(*past: str) -> int:
        return len([one for one in entries(data, CORRECTED, *past) if one["kind"] == "refusal"])

    (day, *_) = [
        one["recorded_at"][:10] for one in entries(data, CORRECTED) if one["kind"] == "refusal"
    ]
    before = f"{day[:8]}{int(day[8:]) - 1:02}"
    for option in ("--as-of", "--on"):
        assert refused(option, before) == 0
        assert refused(option, day) == 1
    assert refused() >= 1


def test_a_delegation_and_who_acts_under_it_are_told(data: Path) -> None:
    lines = life(data, PROJECTS[3])
    before, given, after = [line for line in lines if line.startswith("2026-12-31")]

    assert "委托 delegated 委托代办 delegation.given" in given
    assert "u04-01（预算单位）" in given
    assert "u05-01（预算单位） 代 for U04" in after
    assert "代 for" not in before + given


def test_who_acts_under_a_delegation_of_the_whole_unit_is_told(data: Path) -> None:
    (tried,) = [line for line in life(data, PROJECTS[4]) if "2026-12-31" in line]
    assert "u07-01（预算单位） 代 for U05" in tried
    given, said = life(data, f"{COUNTY}/organisations")[-2:]
    assert "单位代码 U05 · 经办单位 U07" in said
    assert "委托 delegated 委托代办 delegation.given" in given


def test_full_tells_the_data_and_the_instants(data: Path) -> None:
    short, full = life(data, CORRECTED), life(data, CORRECTED, "--full")

    assert len(full) > len(short)
    assert any(line.startswith("2026-09-06 10:00 更正 corrected") for line in full)
    assert any("预算执行率" in line for line in full)
    assert any(line.strip().startswith("依据 JS-") for line in full)


def test_on_a_narrow_screen_what_stands_out_keeps_its_content_and_the_rest_is_pointed_to(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = CommandLine.of(history, statement, columns=80)
    lines = narrow.text(data, "history", CORRECTED).splitlines()
    # then the correction says of what and why on lines of its own
    at = next(number for number, line in enumerate(lines) if "更正 corrected" in line)
    below = "".join(lines[at + 1 : at + 4])
    assert "填报事项 监控结果" in below
    assert "理由 " in below
    # and on a terminal, not in a pipe, a line says where the rest is
    assert "--full" not in narrow.text(data, "history", CORRECTED)
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    assert "--full" in narrow.text(data, "history", CORRECTED)
    assert "--full" not in narrow.text(data, "history", CORRECTED, "--full")
