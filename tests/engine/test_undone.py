"""Slips and their undoing on a real server: the bureau's acts are taken back and taken again."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from store import open_log, sqlite_url
from tests.engine import tiny
from tests.engine.command_line import run
from tests.engine.test_drill import drill
from tests.engine.tiny import MAY, act, finance, review, unit

REVIEW = f"monitoring.review:{MAY}"


def slips() -> list[tiny.Line]:
    """9 points for 90, mended by another of the bureau; amounts in 万元; a unit that leaves."""
    kept = [line for line in tiny.lines() if not _is_review_of_t1(line)]
    rest = [
        act("2023-06-06", finance("fin-02"), "execution.record", "T1", executed="5", as_of=MAY,
            source="国库"),
        review("2023-06-08", "T1", MAY, "9"),
        review("2023-06-09", "T1", MAY, "90"),
        act("2023-06-09", finance("fin-04"), "act.withdraw", "T1", act=REVIEW, reason="9 应为 90"),
        review("2023-06-10", "T1", MAY, "90"),
        act("2023-06-21", unit("T2"), "project.withdraw", "T2", reason="不想整改"),
        act("2023-07-13", finance("fin-04"), "act.correct", "T2", act=REVIEW,
            reason="55 应为 85", replacement={"score": "85"},
            follows=[{"of": f"rectification.notify:{MAY}", "becomes": "cancelled"}]),
    ]  # fmt: skip
    return sorted([*kept, *rest], key=lambda line: str(line["on"]))


def _is_review_of_t1(line: tiny.Line) -> bool:
    return (
        line.get("project") == "T1"
        and line["command"] == "monitoring.review"
        and (line["node"] == MAY)
    )


def outcomes(data: Path, project: str) -> dict[str, list[str]]:
    """What became of each act of people on a project, in their order."""
    found: dict[str, list[str]] = {}
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        for row in log.commands(f"{tiny.COUNTY}/{tiny.YEAR}/{project}"):
            told: dict[str, Any] = row.outcome
            found.setdefault(row.act["command"], []).append(told.get("code") or told["status"])
    return found


async def test_slips_are_taken_back_and_the_year_goes_on(tmp_path: Path) -> None:
    # when
    done = await drill(tmp_path, slips(), "--until", "2023-10-10")
    # then
    assert done.code == 0, done.err
    first, second = outcomes(tmp_path / "d", "T1"), outcomes(tmp_path / "d", "T2")
    assert first["execution.record"] == ["invalid-field"]
    assert first["monitoring.review"][:3] == ["accepted", "already-reviewed", "accepted"]
    assert first["act.withdraw"] == ["accepted"]
    assert second["project.withdraw"] == ["wrong-role"]
    assert second["act.correct"] == ["accepted"]
    told = await run("problems", f"{tiny.COUNTY}/{tiny.YEAR}/T1", "--data", tmp_path / "d")
    assert "撤回已办事项" in told.out
    assert "9 应为 90" in told.out
    where = ("--jurisdiction", tiny.COUNTY, "--work-year", str(tiny.YEAR))
    replayed = await run("replay", *where, "--data", tmp_path / "d", "--json")
    assert replayed.code == 0, replayed.err
    assert json.loads(replayed.out)["changes"] == []


U1 = f"{tiny.COUNTY}/{tiny.YEAR}/unit/U1"


def of_a_unit() -> list[tiny.Line]:
    """A target approved by mistake, a report sent back after its review, a unit that leaves."""
    person = {"id": "u1-01", "organisation": "U1", "role": "unit"}
    bureau, other = finance("fin-02"), finance("fin-04")
    left = [{"of": "overall-target.filing", "decision": "由承接单位办理"}]

    def on(day: str, actor: Any, command: str, **fields: Any) -> tiny.Line:
        return {"on": day, "actor": actor, "command": command, "subject": U1, **fields}

    return [
        on("2023-02-01", bureau, "unit.add", unit_name="单位一", requested="10000000"),
        on("2023-02-02", person, "overall-target.file", amount="1000"),
        on("2023-02-03", person, "overall-target.file", amount="10000000"),
        on("2023-02-06", bureau, "overall-target.return", reason="退错单位"),
        on("2023-02-07", other, "act.withdraw", act="overall-target.return", reason="退错单位"),
        on("2023-02-08", bureau, "overall-target.approve"),
        on("2023-02-09", other, "act.withdraw", act="overall-target.approve", reason="误批"),
        on("2023-02-10", bureau, "overall-target.approve"),
        on("2023-02-13", bureau, "overall-target.return", reason="金额有误，请核对"),
        on("2023-02-14", bureau, "unit.withdraw", reason="撤并", duties=left),
    ]


async def test_the_bureaus_acts_on_a_unit_are_taken_back(tmp_path: Path) -> None:
    # when
    scenario = sorted([*tiny.lines(), *of_a_unit()], key=lambda line: str(line["on"]))
    done = await drill(tmp_path, scenario, "--until", "2023-03-10")
    # then
    assert done.code == 0, done.err
    taken = outcomes(tmp_path / "d", "unit/U1")
    assert taken["overall-target.file"] == ["invalid-field", "accepted"]
    assert taken["act.withdraw"] == ["accepted", "accepted"]
    assert taken["overall-target.return"] == ["accepted", "accepted"]
    assert taken["unit.withdraw"] == ["accepted"]
    told = await run("history", U1, "--data", tmp_path / "d")
    assert "退错单位" in told.out
    assert "误批" in told.out
