"""The steps from an empty directory to an open year: each is done once, and looked at each time.

A step is asked first what stands: done, or what is missing. Then it does what it can. Its acts are
those that the log does not have; sent again they are the same acts (their ids are made from them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from console.cli.errors import InputError
from console.cli.input.state_holidays import NOTICES
from console.starting.answers import FIELDS, Answers, Unit, faults, missing
from console.starting.begun import Begun, begun
from console.starting.checks import Checked, read_people, read_portfolio, read_units
from console.starting.folder import (
    Folder,
    chain_texts,
    levels,
    make_packs,
    make_templates,
    make_units,
    without_pack,
)
from domain.kernel.subject_ids import jurisdiction_year, organisations, packs, work_calendar
from domain.kernel.vocabulary import Role
from domain.rules import Fault, PackError
from domain.rules.engine.check import faults_of
from domain.rules.engine.pack_set import parse_pack
from domain.rules.engine.sources import clause_list
from store.packs.packaged_packs import packaged_clauses, packaged_documents

Act = dict[str, Any]


class Step(StrEnum):
    """The steps in their order."""

    ANSWERS = "answers"
    UNITS = "units"
    FILES = "files"
    PACKS = "packs"
    ADOPT = "adopt"
    CALENDAR = "calendar"
    PEOPLE = "people"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Stand:
    """How a step stands: `missing` is what people still have to do, `faults` what they mend.

    `told` says what was done. `acts` are what the step submits; the step is done when nothing is
    left in any of the three.
    """

    step: Step
    told: str = ""
    missing: tuple[str, ...] = ()
    faults: tuple[InputError, ...] = ()
    acts: tuple[Act, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not (self.missing or self.faults or self.acts)


@dataclass
class County:
    """A county on its way: its folder, its answers, and where its log is."""

    folder: Folder
    answers: Answers
    store_url: str
    today: date
    faults: tuple[InputError, ...] = ()
    """What is wrong with the shape of the answers."""

    @property
    def code(self) -> str:
        """Its code; call it on sound answers only."""
        return self.answers.get("code")

    @cached_property
    def _units(self) -> tuple[tuple[Unit, ...], Checked]:
        return read_units(self.folder, self.answers)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that are known so far."""
        return self._units[0]

    def begun(self) -> Begun:
        """What was done so far."""
        return begun(self.store_url, self.code, self.answers.work_year)

    def refreshed(self) -> County:
        """The county with its files read afresh."""
        return County(self.folder, self.answers, self.store_url, self.today, self.faults)

    def act(self, command: str, subject: str, **fields: Any) -> Act:
        """An act of the bureau, as a line of a file has it."""
        actor = {
            "id": self.answers.get("actor"),
            "organisation": self.answers.get("organisation"),
            "role": Role.FINANCE.value,
        }
        return {"actor": actor, "command": command, "subject": subject, **fields}


def answers_stand(county: County) -> Stand:
    """The answers: all are there, and sound."""
    answers = county.answers
    found = (*county.faults, *faults(answers, county.today))
    left = tuple(
        f"答复缺 {name}（{QUESTIONS[name]}） / {name} is not answered" for name in missing(answers)
    )
    told = "、".join(answers.get(name) for name in FIELDS if answers.get(name))
    return Stand(Step.ANSWERS, told, left, found)


QUESTIONS = {
    "code": "本县（市、区）的行政区划代码，六位",
    "name": "本县（市、区）全称",
    "parent": "上级地州市的代码",
    "work_year": "工作年度",
    "actor": "财政部门办理人的编号或姓名",
    "organisation": "财政部门的机构编码",
}
"""The questions of the answers."""


def units_stand(county: County) -> Stand:
    """The list of units: written with those answered, filled in by the bureau."""
    units, checked = county._units  # noqa: SLF001 - its own module
    path = county.folder.units
    if not path.exists():
        return Stand(Step.UNITS, missing=(f"尚未生成 {path} / is not written yet",))
    nobody = () if units else (f"{path} 尚无单位，请填写 / no unit is filled in yet",)
    told = f"{len(units)} 个单位 units"
    return Stand(Step.UNITS, told, (*checked.missing, *nobody), checked.faults)


def files_stand(county: County) -> Stand:
    """The files that people fill in: the skeletons of packs, people, portfolio."""
    paths = [county.folder.pack(level) for level in without_pack(county.code)]
    paths += [county.folder.people, county.folder.portfolio(county.answers.work_year)]
    left = tuple(f"尚未生成 {path} / is not written yet" for path in paths if not path.exists())
    return Stand(Step.FILES, "、".join(path.name for path in paths), left)


def make_files(county: County) -> list[Path]:
    """Write what is not there yet: the pack's skeletons, and the templates once there are units."""
    made = [county.folder.units] if make_units(county.folder, county.answers.units) else []
    made += make_packs(county.folder, county.answers, county.today)
    fresh = county.refreshed()
    if fresh.units and units_stand(fresh).is_done:
        made += make_templates(county.folder, county.answers, fresh.units)
    return made


def packs_stand(county: County) -> Stand:
    """The packs of all levels: sound together."""
    try:
        texts = chain_texts(county.folder, county.code)
    except InputError as error:
        return Stand(Step.PACKS, missing=(str(error),))
    found = _pack_faults(tuple(texts))
    told = "、".join(levels(county.code))
    as_input = tuple(InputError(one.file, one.line, one.field, one.reason) for one in found)
    return Stand(Step.PACKS, told, faults=(*as_input, *_misplaced(county)))


@lru_cache(maxsize=4)
def _pack_faults(texts: tuple[tuple[str, bytes], ...]) -> tuple[Fault, ...]:
    """The faults of some packs; the same texts are looked at again at each step of a run."""
    clauses = clause_list(packaged_clauses())
    return tuple(faults_of(texts, packaged_documents(), clauses, whole=False))


def _misplaced(county: County) -> Iterator[InputError]:
    """The packs whose file is that of another code, or which inherit from another level."""
    above = dict(zip(levels(county.code)[1:], levels(county.code), strict=False))
    for level in without_pack(county.code):
        path = county.folder.pack(level)
        try:
            pack = parse_pack(path.read_bytes(), str(path))
        except (PackError, OSError):
            continue  # told already
        for name, stated, right in (
            ("jurisdiction", pack.jurisdiction, level),
            ("inherits", pack.inherits, above[level]),
        ):
            if stated != right:
                why = f"应为 {right}，不是 {stated} / must be {right}, not {stated}"
                yield InputError(str(path), None, name, why)


def adopt_stand(county: County, done: Begun) -> Stand:
    """The adoption of each level from the top down; a changed file needs a new version."""
    acts, left = [], []
    for level in levels(county.code):
        before = done.packs.get(level)
        if level not in without_pack(county.code):
            if before is None:
                acts.append(_adopt(county, level))
            continue
        path = county.folder.pack(level)
        if not path.exists():
            left.append(f"缺 {path} / is missing")
        elif before is None:
            acts.append(_adopt(county, level, path))
        elif sha256(path.read_bytes()).hexdigest() != before.sha256:
            if _version(path) == before.pack_version:
                left.append(_same_version(path, before.pack_version))
            else:
                acts.append(_adopt(county, level, path))
    told = "、".join(f"{code}（{one.pack_version}）" for code, one in sorted(done.packs.items()))
    return Stand(Step.ADOPT, told, tuple(left), acts=tuple(acts))


def _adopt(county: County, level: str, path: Path | None = None) -> Act:
    named = {"pack_file": str(path.absolute())} if path else {}
    return county.act("pack.adopt", packs(county.code), pack=level, **named)


MAY_COME_BACK = {"pack.adopt"}
"""Acts that may be meant again: a text that was adopted, replaced, and is adopted once more."""


def _version(path: Path) -> str | None:
    try:
        return parse_pack(path.read_bytes(), str(path)).version
    except PackError:
        return None


def _same_version(path: Path, version: str) -> str:
    return (
        f"{path} 在采用之后有改动，但 version 仍为 {version}：要重新采用，请改 version；"
        f"不采用，请改回 / was changed after its adoption: raise its version {version} to adopt it"
    )


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
    people = read_people(county.folder, county.answers, county.units, county.today)
    acts = tuple(
        county.act("role.assign", organisations(county.code), **role)
        for role in people.roles
        if tuple(role[name] for name in ("person", "organisation", "role", "since"))
        not in done.roles
    )
    told = f"{len(done.roles)} 项任职 roles"
    absent = () if county.folder.people.exists() else ("尚未生成 people.xlsx / not written yet",)
    left = (*people.checked.missing, *absent)
    return Stand(Step.PEOPLE, told, left, people.checked.faults, acts)


def year_stand(county: County, done: Begun) -> Stand:
    """The opening of the year with its portfolio, once and for all."""
    year = county.answers.work_year
    portfolio = read_portfolio(county.folder, county.answers, county.units)
    if done.portfolio is not None:
        same = not portfolio.content or sha256(portfolio.content).hexdigest() == done.portfolio
        changed = "" if same else _changed(county.folder.portfolio(year))
        return Stand(Step.YEAR, f"{county.code}/{year} 已启动 open{changed}")
    path = county.folder.portfolio(year)
    if not path.exists():
        return Stand(Step.YEAR, missing=(f"尚未生成 {path} / is not written yet",))
    checked = portfolio.checked
    if not checked.is_whole:
        return Stand(Step.YEAR, "", checked.missing, checked.faults)
    act = county.act(
        "year.open",
        jurisdiction_year(county.code, year),
        portfolio_file=str(county.folder.portfolio_as_read(year).absolute()),
    )
    told = f"{portfolio.projects} 行，年初预算合计 {portfolio.total:,} 元 yuan in all"
    return Stand(Step.YEAR, told, acts=(act,))


def _changed(path: Path) -> str:
    return (
        f"；{path} 在启动之后有改动，不起作用，新增项目请用 project.add / was changed since, "
        "which changes nothing: add projects by project.add"
    )


def write_portfolio(county: County) -> None:
    """Write the portfolio as it is submitted."""
    content = read_portfolio(county.folder, county.answers, county.units).content
    county.folder.write(county.folder.portfolio_as_read(county.answers.work_year), content)


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
    return [first, *files, *(look(county, done) for look in LATER.values())]
