"""A tiny year: three projects from January to the end of the August round.

T1 is on time throughout; T2 files its May result late, fails and rectifies; T3 comes in April.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from console.cli.input.act_lines import ActLine
from console.drill.files import DrillFiles, read_drill_files
from testkit.builders.reached import reached_of

COUNTY, YEAR = "652825", 2023
REGISTERED = date(2023, 1, 5)
UNTIL = date(2023, 10, 10)
MAY, AUGUST = "2023-05-31", "2023-08-31"

UNITS = {"T1": "U1", "T2": "U2", "T3": "U3"}
HEADER = (
    "code,name,unit_code,unit_name,budget_type,origin,opened_on,is_new,is_major,one_off,"
    "key_project,subject_kind,confidential,initial,adjusted,executed\n"
)
PORTFOLIO = f"""\
{HEADER}\
T1,合成项目一,U1,合成单位一,general_public,initial,2023-01-05,false,false,false,false,project,false,100000,,
T2,合成项目二,U2,合成单位二,general_public,initial,2023-01-05,false,false,false,false,project,false,200000,,
T3,合成项目三,U3,合成单位三,general_public,mid_year,2023-04-10,false,false,false,false,project,false,0,300000,
"""

Line = dict[str, Any]


def finance(name: str = "fin-01") -> Line:
    return {"id": name, "organisation": "652825-finance", "role": "finance"}


def unit(project: str) -> Line:
    organisation = UNITS.get(project, f"U-{project}")
    return {"id": f"clerk-{project}", "organisation": organisation, "role": "unit"}


def congress(on: str) -> Line:
    actor = {"id": "congress-01", "organisation": "652825-congress", "role": "congress"}
    return {**actor, "on": on}


def act(on: str, actor: Line, command: str, project: str | None = None, **fields: Any) -> Line:
    where = {"project": project} if project else {}
    return {"on": on, "actor": actor, "command": command, **where, **fields}


def indicators() -> list[Line]:
    rows = (("A1", "output", "50"), ("B1", "social", "30"), ("C1", "satisfaction", "10"))
    return [
        {
            "id": name,
            "indicator_class": kind,
            "title": f"合成指标{name}",
            "relation": ">=",
            "target": "100",
            "points": points,
        }
        for name, kind, points in rows
    ]


def bureau() -> Iterator[Line]:
    day, head = "2023-01-03", finance("fin-03")
    for pack in ("000000", "650000", "652800", "652825"):
        yield act(day, head, "pack.adopt", pack=pack)
    yield act(day, head, "year.open")
    for name, value in (("reminder.lead_days", "3"), ("escalation.after_days", "3")):
        yield act(day, head, "parameter.set", parameter=name, value=value, since=day)
    for node, due in ((MAY, "2023-06-12"), (AUGUST, "2023-09-12")):
        yield notice(day, f"monitoring.result:{node}", due)


def notice(on: str, deadline: str, due: str) -> Line:
    """A notice to all: the bureau tells every subject that is open."""
    given = {"deadline": deadline, "due": due, "document": "合成通知1号"}
    return act(on, finance("fin-03"), "deadline.set", **given)


def target(on: str, project: str, amount: str) -> Line:
    content = {"amount": amount, "execution_points": "10", "indicators": indicators()}
    return act(on, unit(project), "target.file", project, **content)


def approved(project: str, amount: str, filed: str, reviewed: str, budgeted: Line) -> list[Line]:
    on = budgeted.pop("on")
    return [
        act(filed, finance(), "library.admit", project),
        target(filed, project, amount),
        act(reviewed, finance(), "target.approve", project),
        act(on, budgeted, "budget.approve", project, amount=amount),
    ]


def result(on: str, project: str, node: str, executed: str) -> Line:
    reached = reached_of(indicators(), "50")
    filed = {"node": node, "executed": executed, "indicators": reached}
    return act(on, unit(project), "monitoring.file-result", project, **filed)


def review(on: str, project: str, node: str, score: str, **more: str) -> Line:
    return act(on, finance("fin-02"), "monitoring.review", project, node=node, score=score, **more)


def lines() -> list[Line]:
    """All acts, by day."""
    early, later = ("2023-01-10", "2023-01-12"), ("2023-04-12", "2023-04-14")
    acts = [
        *bureau(),
        *approved("T1", "100000", *early, congress("2023-02-20")),
        *approved("T2", "200000", *early, congress("2023-02-20")),
        *approved("T3", "300000", *later, {**finance(), "on": "2023-04-20"}),
        notice("2023-05-10", f"monitoring.review:{MAY}", "2023-06-30"),
        result("2023-06-05", "T1", MAY, "50000"),
        result("2023-06-05", "T3", MAY, "150000"),
        review("2023-06-08", "T1", MAY, "90"),
        review("2023-06-08", "T3", MAY, "88"),
        result("2023-06-19", "T2", MAY, "60000"),
        review("2023-06-20", "T2", MAY, "55", rectify_by="2023-07-05"),
        act("2023-07-10", unit("T2"), "rectification.report", "T2", node=MAY, measures="合成措施"),
        act("2023-07-12", finance("fin-04"), "rectification.accept", "T2", node=MAY),
    ]
    for project, executed in (("T1", "70000"), ("T2", "140000"), ("T3", "220000")):
        acts.append(result("2023-09-05", project, AUGUST, executed))
        acts.append(review("2023-09-08", project, AUGUST, "92"))
    return sorted(acts, key=lambda line: str(line["on"]))


def write(folder: Path, acts: list[Line], portfolio: str = PORTFOLIO) -> tuple[Path, Path]:
    """Write portfolio and scenario into a folder; returns their paths."""
    rows, scenario = folder / "portfolio.csv", folder / "scenario.jsonl"
    rows.write_text(portfolio)
    scenario.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in acts))
    return rows, scenario


def files(folder: Path, acts: list[Line] | None = None, portfolio: str = PORTFOLIO) -> DrillFiles:
    """The year as the drill reads it."""
    given = lines() if acts is None else acts
    return read_drill_files(*write(folder, given, portfolio), COUNTY, YEAR)


def the_act(given: DrillFiles, command: str, project: str, on: str) -> ActLine:
    """One act of the year, found by what it is."""
    subject = f"{COUNTY}/{YEAR}/{project}"
    return next(
        line
        for line in given.acts
        if line.request.command == command
        and line.request.subject == subject
        and str(line.on) == on
    )
