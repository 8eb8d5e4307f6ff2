"""The steps from an empty directory to an open year: each is done once, and looked at each time.

A step is asked first what stands: done, or what is missing. Then it does what it can. Its acts are
those that the log does not have; sent again they are the same acts (their ids are made from them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from console.cli.input.state_holidays import NOTICES
from console.starting.answers import FIELDS, QUESTIONS, faults, missing
from console.starting.begun import Begun
from console.starting.checks import read_people, read_portfolio
from console.starting.county import County, Stand, Step
from console.starting.folder import make_packs, make_templates, make_units, without_pack
from console.starting.pack_steps import adopt_stand, left_open, packs_stand
from domain.kernel.subject_ids import jurisdiction_year, organisations, work_calendar
from domain.subjects.jurisdiction_year.portfolio import Row, parse_portfolio


def answers_stand(county: County) -> Stand:
    """The answers: all are there, and sound."""
    answers = county.answers
    found = (*county.faults, *faults(answers, county.today))
    left = tuple(
        f"答复缺 {name}（{QUESTIONS[name]}） / {name} is not answered" for name in missing(answers)
    )
    told = "、".join(answers.get(name) for name in FIELDS if answers.get(name))
    return Stand(Step.ANSWERS, told, left, found)


def units_stand(county: County) -> Stand:
    """The list of units: written with those answered, filled in by the bureau."""
    units, checked = county.listed_units
    path = county.folder.units
    if not path.exists():
        return Stand(Step.UNITS, missing=(f"尚未生成 {path} / is not written yet",))
    nobody = () if units else (f"{path} 尚无单位，请填写 / no unit is filled in yet",)
    told = f"{len(units)} 个单位 units"
    left = (*checked.missing, *nobody)
    return Stand(Step.UNITS, told, left, checked.faults, read=checked.read)


def files_stand(county: County) -> Stand:
    """The files that people fill in: the skeletons of packs, people, portfolio."""
    paths = [county.folder.pack(level) for level in without_pack(county.code)]
    paths += [county.folder.people, county.folder.portfolio(county.answers.work_year)]
    left = tuple(f"尚未生成 {path} / is not written yet" for path in paths if not path.exists())
    return Stand(Step.FILES, "、".join(path.name for path in paths), left)


def make_files(county: County) -> list[Path]:
    """Write what is not there yet: the pack's skeletons, and the templates once there are units."""
    empty = not county.listed_units[0] and not county.listed_units[1].faults
    made = [county.folder.units] if make_units(county.folder, county.answers.units, empty) else []
    made += make_packs(county.folder, county.answers, county.today)
    fresh = county.refreshed()
    if fresh.units and units_stand(fresh).is_done:
        made += make_templates(county.folder, county.answers, fresh.units)
    return made


def calendar_stand(county: County, done: Begun) -> Stand:
    """The holidays of the work year, and of the year after where they are known already."""
    year = county.answers.work_year
    wanted = [one for one in (year, year + 1) if one in NOTICES and one not in done.calendars]
    subject = work_calendar(county.code)
    acts = tuple(county.act("work-calendar.publish", subject, year=one) for one in wanted)
    told = "、".join(map(str, sorted(done.calendars)))
    known = year in NOTICES or year in done.calendars
    return Stand(Step.CALENDAR, told, () if known else (_no_notice(subject, year),), acts=acts)


def _no_notice(subject: str, year: int) -> str:
    return (
        f"程序未附 {year} 年放假安排，通知印发后请以 work-calendar.publish 公布（{subject}，填写 "
        f"document、holidays、working_days），不影响启动年度 / the holidays of {year} do not come "
        "with this program: publish them by an act; the year opens without"
    )


def people_stand(county: County, done: Begun) -> Stand:
    """The roles of the people that are filled in; those in the log are not given again."""
    units, files = county.units, county.remembered
    people = read_people(county.folder, county.answers, units, county.today, files)
    acts = tuple(
        county.act("role.assign", organisations(county.code), **role)
        for role in people.roles
        if tuple(role.get(name) for name in ("person", "organisation", "role", "since"))
        not in done.roles
    )
    told = f"{len(done.roles)} 项任职 roles"
    path = county.folder.people
    absent = () if path.exists() else (f"尚未生成 {path.name} / not written yet",)
    left = (*people.checked.missing, *absent)
    return Stand(Step.PEOPLE, told, left, people.checked.faults, acts, people.checked.read)


def year_stand(county: County, done: Begun) -> Stand:
    """The opening of the year with its portfolio, once and for all."""
    year = county.answers.work_year
    portfolio = read_portfolio(county.folder, county.answers, county.units, county.remembered)
    if done.portfolio is not None:
        same = not portfolio.content or _says(portfolio.content) == _said(done.portfolio)
        changed = "" if same else _changed(county.folder.portfolio(year))
        return Stand(Step.YEAR, f"{county.code}/{year} 已启动 open{changed}")
    path = county.folder.portfolio(year)
    if not path.exists():
        return Stand(Step.YEAR, missing=(f"尚未生成 {path} / is not written yet",))
    checked = portfolio.checked
    if not checked.is_whole:
        return Stand(Step.YEAR, "", checked.missing, checked.faults, read=checked.read)
    named: dict[str, Any] = {"portfolio_file": str(path.absolute())}
    if portfolio.columns:
        named["portfolio_columns"] = {**portfolio.columns}
    act = county.act("year.open", jurisdiction_year(county.code, year), **named)
    told = f"{portfolio.projects} 行，年初预算合计 {portfolio.total:,} 元 yuan in all"
    return Stand(Step.YEAR, told, acts=(act,), read=checked.read)


def _changed(path: Path) -> str:
    return (
        f"；{path} 在启动之后有改动，不起作用，新增项目请用 project.add / was changed since, "
        "which changes nothing: add projects by project.add"
    )


def _says(content: bytes) -> list[Row]:
    return _said(parse_portfolio(content))


def _said(rows: Iterable[Row]) -> list[Row]:
    """The rows without their lines, which depend on the form of the file."""
    return [replace(row, line=0) for row in rows]


LATER: Mapping[Step, Callable[[County, Begun], Stand]] = {
    Step.ADOPT: adopt_stand,
    Step.CALENDAR: calendar_stand,
    Step.PEOPLE: people_stand,
    Step.YEAR: year_stand,
}
"""How the steps that take acts stand."""


def stands(county: County) -> list[Stand]:
    """How each step stands; steps after an unsound answer are not looked at."""
    first = answers_stand(county)
    if not first.is_done:
        return [first]
    done = county.begun()
    files = (units_stand(county), files_stand(county), packs_stand(county))
    later = [look(county, done) for look in LATER.values()]
    return [first, *files, *later[:-1], _remarked(county, later[-1])]


def _remarked(county: County, year: Stand) -> Stand:
    """The opening with what the packs leave open, while it is still to come."""
    return year if year.is_done else replace(year, remarks=left_open(county))
