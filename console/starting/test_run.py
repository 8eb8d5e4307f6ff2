"""A county from an empty directory to an open year, on a log without an engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from activities.command_handler import CommandHandler
from console.cli.delivery import NOT_DONE, deliver
from console.cli.earlier_acts import EarlierActs
from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import ActLines
from console.cli.input.scenario_defaults import Filling
from console.starting.answers import Answers
from console.starting.county import Act, County, Stand, Step
from console.starting.folder import Folder
from console.starting.lines import lines_of
from console.starting.run import run
from console.starting.shown import following, is_late, lines
from console.starting.steps import make_files, stands
from console.tables.units import Unit
from domain.kernel.request import Request
from domain.kernel.vocabulary import business_date
from store import clock, migrate, open_log, sqlite_url
from store.port import CommandRow
from testkit.filled_files import fill, project

TODAY = business_date(clock.now())
YEAR = TODAY.year
U01, U02 = ("U01", "教育局"), ("U02", "水利局（本级）")


class Killed(Exception):  # noqa: N818 - what happens to the process
    """The process was killed."""


@dataclass
class Bureau:
    """A bureau with a folder and a log, and acts that are taken without an engine."""

    path: Path
    code: str = "653130"
    said: list[str] = field(default_factory=list)
    refused: int = 0
    killed_before: int | None = None
    """The number of the act before which the process is killed, none where it is not."""
    taken: int = 0

    @property
    def url(self) -> str:
        return sqlite_url(self.path / "log.db")

    @property
    def folder(self) -> Folder:
        return Folder.of(self.path, self.code)

    def county(self) -> County:
        given = {"code": self.code, "name": "合成县", "work_year": str(YEAR), "actor": "fin-01"}
        answers = Answers(given, (Unit(*U01), Unit(*U02)))
        return County(self.folder, answers, self.url, TODAY)

    def submit(self, step: Step, acts: Sequence[Act]) -> None:
        frame = Frame(self.code, YEAR)
        filling = Filling()
        read = ActLines(frame, dated=False, fill=filling)
        read.read(lines_of(acts, frame, self.url), step.value)
        assert read.faults == []
        with closing(open_log(self.url)) as log:
            for content in filling.contents():
                log.put_content(content)
            deciding = CommandHandler(log)

            async def take(request: Request) -> dict[str, object]:
                if self.taken == self.killed_before:
                    raise Killed
                self.taken += 1
                return deciding.submit(request, clock.now()).outcome

            async def all_of_them() -> None:
                came = [one async for one in deliver(read.lines, EarlierActs(log), take)]
                self.refused += sum(one.came in NOT_DONE for one in came)
                self.said += [str(one.outcome) for one in came if one.came in NOT_DONE]

            asyncio.run(all_of_them())

    def begins(self) -> None:
        self.path.mkdir(exist_ok=True)
        migrate(self.url)

    def goes_on(
        self,
        may: Callable[[Stand], bool] = lambda _stand: True,
        after: Callable[[Step], None] = lambda _step: None,
    ) -> None:
        run(self.county(), self.submit, may, self.said.append, after)

    def stands(self) -> dict[Step, Stand]:
        return {stand.step: stand for stand in stands(self.county())}

    def done(self) -> list[Step]:
        return [step for step, stand in self.stands().items() if stand.is_done]

    def fills(self, year: int = YEAR) -> None:
        """Fill in two people and three projects."""
        bureau = f"{self.code}-finance"
        since = date(year, 1, 1).isoformat()
        fill(
            self.folder.people,
            ("fin-01", bureau, "财政部门", since, None, "任命1号"),
            ("u01-01", "U01", "预算单位", since, None, "任命2号"),
        )
        days = (f"{year}-01-05", f"{year}-01-05", TODAY)
        rows = [project(f"00{at}", U01, day) for at, day in enumerate(days, start=1)]
        fill(self.folder.portfolio(YEAR), *rows)

    def rows(self) -> list[CommandRow]:
        """All acts that the log has."""
        with closing(open_log(self.url)) as log:
            return [row for stream in sorted(log.streams("")) for row in log.commands(stream)]

    def acts(self) -> list[tuple[str, str, str]]:
        """All acts that the log has, as what was asked of whom."""
        return sorted(
            (row.stream, str(row.act["command"]), str(row.command_id)) for row in self.rows()
        )


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    found = Bureau(tmp_path / "bureau")
    found.begins()
    return found


def test_given_an_empty_directory_then_the_files_are_written_and_the_packs_adopted(
    bureau: Bureau,
) -> None:
    # when
    bureau.goes_on()
    # then
    names = {path.name for path in bureau.folder.path.iterdir()}
    assert names == {"units.xlsx", "pack-653130.yaml", "people.xlsx", f"portfolio-{YEAR}.xlsx"}
    done = [Step.ANSWERS, Step.UNITS, Step.FILES, Step.PACKS, Step.ADOPT, Step.CALENDAR]
    assert bureau.done() == done
    adopted = [row.act["fields"]["pack"] for row in bureau.rows() if "packs" in row.stream]
    assert adopted == ["000000", "650000", "653100", "653130"]


def test_given_all_files_filled_in_then_the_year_is_open(bureau: Bureau) -> None:
    # given
    bureau.goes_on()
    bureau.fills()
    # when
    bureau.goes_on()
    # then
    assert bureau.done() == list(Step)
    assert [command for _, command, _ in bureau.acts()].count("year.open") == 1
    before = bureau.acts()
    bureau.goes_on()
    assert bureau.acts() == before


def test_given_a_year_that_nobody_asked_to_open_then_it_waits(bureau: Bureau) -> None:
    bureau.goes_on()
    bureau.fills()
    bureau.goes_on(may=lambda stand: stand.step is not Step.YEAR)
    waits = bureau.stands()[Step.YEAR]
    assert not waits.is_done
    assert waits.told == "3 行，年初预算合计 3,000,000 元 yuan in all"
    bureau.goes_on()
    assert bureau.done() == list(Step)


def test_given_a_half_filled_people_file_then_the_year_opens_all_the_same(bureau: Bureau) -> None:
    # given
    bureau.goes_on()
    bureau.fills()
    fill(bureau.folder.people, ("u02-01", "U02", None, None, None, None), first=4)
    # when
    bureau.goes_on()
    # then
    stand = bureau.stands()[Step.PEOPLE]
    assert "第 4 行缺 角色、任职日期、任命文件" in stand.missing[0]
    assert bureau.stands()[Step.YEAR].is_done
    # and once it is filled in, that person alone is added
    fill(bureau.folder.people, ("u02-01", "U02", "预算单位", TODAY, None, "任命3号"), first=4)
    bureau.goes_on()
    assert bureau.done() == list(Step)
    assert [command for _, command, _ in bureau.acts()].count("role.assign") == 3


def test_given_a_fault_in_a_pack_then_nothing_is_adopted_until_it_is_mended(bureau: Bureau) -> None:
    # given
    bureau.goes_on(may=lambda _stand: False)
    pack = bureau.folder.pack("653130")
    sound = pack.read_text()
    pack.write_text(sound.replace('inherits: "653100"', 'inherits: "652800"') + "rulez: []\n")
    # when
    bureau.goes_on()
    # then
    stand = bureau.stands()[Step.PACKS]
    assert any("rulez" in str(fault) for fault in stand.faults)
    assert bureau.rows() == []
    # when the name is right, the parent still is not
    pack.write_text(sound.replace('inherits: "653100"', 'inherits: "652800"'))
    bureau.goes_on()
    assert any("应为 653100" in str(fault) for fault in bureau.stands()[Step.PACKS].faults)
    assert bureau.rows() == []
    pack.write_text(sound)
    bureau.goes_on()
    assert Step.ADOPT in bureau.done()


def test_given_a_pack_changed_after_its_adoption_then_a_new_version_adopts_it(
    bureau: Bureau,
) -> None:
    # given
    bureau.goes_on()
    pack = bureau.folder.pack("653130")
    first = pack.read_text()
    # when it is changed without a new version, it is not adopted
    pack.write_text(first + "# 改动\n")
    before = bureau.acts()
    bureau.goes_on()
    assert bureau.acts() == before
    assert "version 仍为 1" in bureau.stands()[Step.ADOPT].missing[0]
    # when it has one, it is; and so is the first text when it comes back
    for text in (first.replace('version: "1"', 'version: "2"'), first):
        pack.write_text(text)
        bureau.goes_on()
        assert bureau.stands()[Step.ADOPT].is_done
    versions = [
        row.act["fields"]["pack_version"]
        for row in bureau.rows()
        if row.act["command"] == "pack.adopt" and row.act["fields"]["pack"] == "653130"
    ]
    assert versions == ["1", "2", "1"]


def test_given_a_role_that_was_ended_then_the_file_does_not_give_it_again(bureau: Bureau) -> None:
    bureau.goes_on()
    bureau.fills()
    bureau.goes_on()
    county = bureau.county()
    end = county.act(
        "role.end",
        "653130/organisations",
        person="u01-01",
        organisation="U01",
        role="unit",
        last_day=TODAY.isoformat(),
        document="免职1号",
    )
    bureau.submit(Step.PEOPLE, [end])
    assert bureau.refused == 0
    before = bureau.acts()
    bureau.goes_on()
    assert bureau.acts() == before


def test_given_a_portfolio_changed_after_the_opening_then_it_is_said_and_nothing_is_done(
    bureau: Bureau,
) -> None:
    bureau.goes_on()
    bureau.fills()
    bureau.goes_on()
    before = bureau.acts()
    fill(bureau.folder.portfolio(YEAR), project("009", U01, TODAY), first=5)
    bureau.goes_on()
    assert bureau.acts() == before
    assert "project.add" in bureau.stands()[Step.YEAR].told


def test_given_a_prefecture_without_a_pack_then_both_levels_are_adopted(tmp_path: Path) -> None:
    # given
    bureau = Bureau(tmp_path / "bureau", "654025")
    bureau.begins()
    bureau.goes_on()
    bureau.fills()
    # when
    bureau.goes_on()
    # then
    assert bureau.done() == list(Step)
    adopted = [row.act["fields"]["pack"] for row in bureau.rows() if "packs" in row.stream]
    assert adopted == ["000000", "650000", "654000", "654025"]


@pytest.mark.parametrize("code", ["653129", "653200", "659001"])
def test_a_county_with_a_pack_a_prefecture_and_a_county_of_the_region_get_on_too(
    tmp_path: Path, code: str
) -> None:
    bureau = Bureau(tmp_path / "bureau", code)
    bureau.begins()
    bureau.goes_on()
    bureau.fills()
    bureau.goes_on()
    assert bureau.done() == list(Step)


# --- killed and begun again


def lived(bureau: Bureau, kill: Callable[[Bureau], None]) -> Bureau:
    """A bureau that is killed as `kill` says, run after run, until its year is open."""
    bureau.begins()
    for _ in range(30):
        try:
            kill(bureau)
        except Killed:
            continue
        if bureau.done() == list(Step):
            return bureau
        bureau.fills()
    raise AssertionError(bureau.done())


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau that nobody disturbs, with its year open."""
    return lived(Bureau(tmp_path_factory.mktemp("calm") / "bureau"), Bureau.goes_on)


def unopened(acts: Sequence[tuple[str, str, object]]) -> list[tuple[str, str, object]]:
    """The acts without the id of the opening, which names the bytes of a workbook."""
    return [(*one[:2], None if one[1] == "year.open" else one[2]) for one in acts]


def test_given_a_kill_after_each_step_ten_times_then_it_ends_the_same(
    tmp_path: Path, calm: Bureau
) -> None:
    # given a process that dies after each step that did something, and runs again ten times after
    def killed(_step: Step) -> None:
        raise Killed

    seen = list[Step]()

    def dies(bureau: Bureau) -> None:
        def after(step: Step) -> None:
            if step not in seen:
                seen.append(step)
                killed(step)

        bureau.goes_on(after=after)

    # when
    bureau = lived(Bureau(tmp_path / "bureau"), dies)
    for _ in range(10):
        bureau.goes_on()
    # then
    assert seen == [Step.FILES, Step.ADOPT, Step.CALENDAR, Step.PEOPLE, Step.YEAR]
    assert unopened(bureau.acts()) == unopened(calm.acts())
    assert bureau.refused == 0


def test_given_a_kill_before_each_act_then_it_ends_the_same(tmp_path: Path, calm: Bureau) -> None:
    expected = calm.acts()
    for number in range(len(expected)):
        bureau = Bureau(tmp_path / f"bureau-{number}")
        copytree(calm.folder.path, bureau.folder.path)

        def dies(bureau: Bureau, number: int = number) -> None:
            bureau.killed_before = None if bureau.killed_before is not None else number
            bureau.goes_on()

        assert lived(bureau, dies).acts() == expected, number


# --- what is shown


def test_each_step_is_shown_with_its_mark_and_what_is_missing(bureau: Bureau) -> None:
    bureau.goes_on()
    bureau.fills()
    fill(bureau.folder.portfolio(YEAR), project("001", U01, "2026-13-01", initial=None))
    shown = list(lines(stands(bureau.county())))
    assert shown[0].startswith("✓ 答复 answers")
    assert [line[0] for line in shown if not line.startswith(" ")] == [*"✓✓✓✓✓✓…✗"]
    assert any(f"portfolio-{YEAR}.xlsx:2: 登记日期: " in line for line in shown)
    assert any("第 2 行缺 年初预算数" in line for line in shown)


def test_what_was_read_otherwise_is_shown_before_the_year_is_opened(bureau: Bureau) -> None:
    # given a project in 元 among projects in 万元
    bureau.goes_on()
    bureau.fills()
    rows = [project(f"{at:03}", U01, f"{YEAR}-01-05") for at in range(100, 106)]
    slip = project("106", U01, f"{YEAR}-01-05", initial=100)
    fill(bureau.folder.portfolio(YEAR), *rows, slip, first=5)
    # when
    bureau.goes_on(may=lambda stand: stand.step is not Step.YEAR)
    # then
    (note,) = (one for one in lines(stands(bureau.county())) if "注意" in one and ".xlsx" in one)
    assert f"portfolio-{YEAR}.xlsx" in note
    assert "100 元，与同列多数金额（中位数 1,000,000 元）相差千倍以上" in note
    # and once it is open nothing more is said of it
    bureau.goes_on()
    assert not any("注意" in line for line in lines(stands(bureau.county())))


def test_the_next_command_follows_from_what_stands(bureau: Bureau) -> None:
    def following_of(up: str | None = None) -> str:
        found = stands(bureau.county())
        return following(found, lambda *words: " ".join(("jixiao init", *words)), up, "STATUS")

    bureau.goes_on(may=lambda _stand: False)
    assert following_of("jixiao up").startswith("jixiao up（")
    bureau.goes_on()
    assert following_of().startswith("jixiao init（先补齐上面 … 的各项")
    bureau.fills()
    bureau.goes_on(may=lambda stand: stand.step is not Step.YEAR)
    assert following_of().startswith("jixiao init --open-year（")
    bureau.goes_on()
    assert following_of() == "STATUS"


def test_units_that_are_answered_after_the_empty_list_was_written_are_taken(
    bureau: Bureau,
) -> None:
    # given a first run without a unit, which writes an empty list
    county = bureau.county()
    begun = replace(county, answers=replace(county.answers, units=()))
    assert begun.folder.units in make_files(begun)
    # when the next one names units
    make_files(bureau.county())
    # then the list has them
    found = {stand.step: stand for stand in stands(bureau.county())}
    assert found[Step.UNITS].is_done, found[Step.UNITS].missing


def test_a_county_without_nodes_of_monitoring_hears_of_it_until_the_year_is_open(
    bureau: Bureau,
) -> None:
    def notes() -> str:
        return "\n".join(one for one in lines(stands(bureau.county())) if "注意 note" in one)

    bureau.goes_on()
    assert "未规定 monitoring.nodes：没有监控节点即没有监控轮次" in notes()
    assert "pack-653130.yaml" in notes()
    bureau.fills()
    bureau.goes_on()
    assert notes() == ""


def test_a_county_whose_pack_states_the_nodes_hears_nothing(bureau: Bureau) -> None:
    bureau.goes_on()
    path = bureau.folder.pack("653130")
    before, _, rest = path.read_text().partition("# --- 示例 example ---\n")
    example, _, after = rest.partition("# --- 示例完")
    stated = "".join(line.removeprefix("# ") for line in example.splitlines(keepends=True))
    path.write_text(f"{before}{stated}# --- 示例完{after}".replace('version: "1"', 'version: "2"'))
    stood = stands(bureau.county())
    assert not [one for one in lines(stood) if "monitoring.nodes" in one]


def test_a_year_that_is_opened_after_its_first_month_may_have_something_before(
    bureau: Bureau,
) -> None:
    bureau.goes_on()
    bureau.fills()
    bureau.goes_on(may=lambda stand: stand.step is not Step.YEAR)
    assert not is_late(stands(bureau.county()), bureau.county())
    bureau.goes_on()
    for day, late in ((date(YEAR, 1, 31), False), (date(YEAR, 2, 1), True)):
        county = replace(bureau.county(), today=day)
        assert is_late(stands(county), county) is late
