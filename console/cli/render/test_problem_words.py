"""What the steps of deadlines ask for, once it was done, moved, or nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from console.cli.render.problem_words import head, why
from domain.kernel.vocabulary import SHANGHAI
from projections.boards.problems import Kind, Problem, problems_of
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import FINANCE, P001, RESULT, Bureau, extend, in_may_with_a_day

ASKED = "期限已过，尽快补办 the day is past: do it now"
LATER = date(2023, 6, 20)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    """A bureau whose project's May result is due on 10 June."""
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.open_year()
        in_may_with_a_day(bureau)
        yield bureau


def nothing(_bureau: Bureau) -> None:
    """Do nothing."""


def filed(bureau: Bureau) -> None:
    bureau.file_result(P001, LATER)


def extended(bureau: Bureau) -> None:
    extend(bureau, "2023-06-30")


def withdrawn(bureau: Bureau) -> None:
    ended = [{"of": RESULT, "decision": "不再填报"}]
    bureau.act(P001, "project.withdraw", LATER, FINANCE, reason="合成", duties=ended)


def of_step(bureau: Bureau, step: str) -> Problem:
    """The one problem that a step of the result's deadline is."""
    found = [one for one in problems_of(bureau.log, P001) if one.data.get("step") == step]
    (only,) = [one for one in found if one.data["deadline"] == RESULT]
    return only


@pytest.mark.parametrize(
    ("then", "asked"),
    [
        (nothing, ASKED),
        (filed, "已于 2023-06-20 办理 done on 2023-06-20"),
        (extended, "期限已改为 2023-06-30 due on 2023-06-30 now"),
        (withdrawn, "现已无需办理 nothing to do any more"),
    ],
)
def test_what_was_done_or_moved_asks_for_nothing(
    bureau: Bureau, then: Callable[[Bureau], None], asked: str
) -> None:
    # given
    bureau.take_steps(P001, datetime(2023, 6, 11, 9, tzinfo=SHANGHAI))
    # when
    then(bureau)
    # then
    (said,) = why(of_step(bureau, "overdue"))
    assert said.endswith(f" · {asked}")
    (reminded,) = why(of_step(bureau, "remind"))
    assert ("请按期办理 do it by then" in reminded) is (then is nothing)


@pytest.mark.parametrize(("day", "found"), [(11, False), (12, True)])
def test_a_lapse_that_was_found_later_says_on_which_day(
    bureau: Bureau, day: int, *, found: bool
) -> None:
    # given
    bureau.take_steps(P001, datetime(2023, 6, 10, 23, 59, tzinfo=SHANGHAI))
    # when
    bureau.take_step_late(P001, datetime(2023, 6, day, 9, tzinfo=SHANGHAI))
    # then
    problem = of_step(bureau, "overdue")
    (said,) = why(problem)
    assert problem.on == date(2023, 6, 11)
    assert said.endswith(" · 发现于 found on 2023-06-12" if found else ASKED)


def test_a_late_filing_that_is_extended_later_says_so_and_stays_late(bureau: Bureau) -> None:
    # given
    bureau.take_steps(P001, datetime(2023, 6, 11, 9, tzinfo=SHANGHAI))
    bureau.file_result(P001, date(2023, 6, 12))
    extend(bureau, "2023-06-20")
    # when
    (late,) = [one for one in problems_of(bureau.log, P001) if one.kind is Kind.LATE]
    # then
    assert "2023-06-12 由 局长 准予延期至 2023-06-20（仍记迟报）" in "".join(why(late))


def test_an_act_that_was_withdrawn_is_told_by_names_with_what_follows() -> None:
    data = {
        "act": "monitoring.review:2023-05-31",
        "on": "2023-06-08",
        "by": "f-1",
        "reason": "9 应为 90",
        "follows": [{"of": "rectification.notify:2023-05-31", "becomes": "cancelled"}],
        "replaced": False,
    }
    at = datetime(2023, 6, 9, tzinfo=SHANGHAI)
    problem = Problem(Kind.CORRECTION, P001, at.date(), at, "f-2", "finance", "act.withdrawn", data)
    (line,) = why(problem)
    assert line.startswith("事项 act 审核监控结果 2023-05-31 monitoring.review:2023-05-31")
    assert "理由 reason 9 应为 90" in line
    assert line.endswith("后续 what follows 下发整改通知 2023-05-31 作废")
    (alone,) = why(replace(problem, data=data | {"follows": []}))
    assert alone.endswith("无 nothing")


def found(kind: Kind, name: str, **data: object) -> str:
    at = datetime(2023, 6, 9, tzinfo=SHANGHAI)
    return "".join(why(Problem(kind, P001, at.date(), at, "f-2", "finance", name, data)))


def test_a_finding_is_told_with_its_source_in_words() -> None:
    told = found(
        Kind.FINDING,
        "finding.recorded",
        source="daily_management",
        document="记录1号",
        finding="账实不符",
        untrue=True,
    )
    assert told.startswith("来源 source 日常管理 daily_management · 发现的问题 finding 账实不符")
    assert told.endswith("自评不真实 untrue 是 yes")


def test_a_lapse_is_told_by_the_name_of_the_duty_that_was_left_undone() -> None:
    duty = "rectification.notice:2023-05-31"
    told = found(Kind.LAPSE, "exception.granted", duty=duty, rule="grade.final", reference="1号")
    assert told.startswith(f"免办任务 duty 下发整改通知 2023-05-31 {duty} · 文号 reference 1号")


def test_a_refusal_is_headed_by_the_name_of_its_act() -> None:
    at = datetime(2023, 6, 9, tzinfo=SHANGHAI)
    refused = Problem(Kind.REFUSAL, P001, at.date(), at, "f-2", "finance", "grade.finalise", {})
    assert head(refused) == "评定最终等次 grade.finalise"
