"""The skeleton of a pack: sound as it stands, with its example too, and with every open point."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from console.starting.answers import Answers
from console.starting.folder import Folder, chain_texts, make_packs, without_pack
from console.starting.skeleton import (
    EXAMPLE_FROM,
    EXAMPLE_TO,
    SCORE_FROM,
    SCORE_TO,
    inherited,
    open_points,
    skeleton,
)
from domain.rules import PackSet, RuleBook
from domain.rules.engine.check import faults_of
from domain.rules.engine.pack_set import parse_pack
from domain.rules.engine.registry import RULES
from domain.rules.engine.sources import clause_list
from domain.rules.engine.strict_yaml import read
from store.packs.packaged_packs import (
    packaged_clauses,
    packaged_documents,
    packaged_packs,
    packaged_source,
)

ON = date(2026, 11, 28)
NAME = ("巴楚县", "Maralbexi County")


def above(code: str = "653100") -> RuleBook:
    return RuleBook(packaged_packs(), code)


def text() -> str:
    return skeleton("653130", NAME, above(), ON)


def checked(text: str, tmp_path: Path) -> list[str]:
    folder = Folder(tmp_path)
    folder.make(folder.pack("653130"), text.encode)
    texts = chain_texts(folder, "653130")
    clauses = clause_list(packaged_clauses())
    return list(map(str, faults_of(texts, packaged_documents(), clauses, whole=False)))


def test_a_skeleton_is_a_sound_pack_that_states_nothing(tmp_path: Path) -> None:
    pack = parse_pack(text().encode(), "pack-653130.yaml")
    assert (pack.jurisdiction, pack.inherits, pack.name.zh) == ("653130", "653100", "巴楚县")
    assert pack.rules == ()
    assert checked(text(), tmp_path) == []


def test_its_example_is_a_sound_rule_once_the_marks_are_taken_away(tmp_path: Path) -> None:
    # given
    head, _, rest = text().partition(EXAMPLE_FROM + "\n")
    example, _, tail = rest.partition(EXAMPLE_TO)
    # when
    stated = "".join(line.removeprefix("# ") for line in example.splitlines(keepends=True))
    # then
    assert checked(head + stated + tail, tmp_path) == []
    assert parse_pack((head + stated + tail).encode(), "x").rules[0].id == "monitoring.nodes"


def test_its_example_of_a_score_is_sound_below_the_other_example(tmp_path: Path) -> None:
    # given
    head, _, rest = text().partition(EXAMPLE_FROM + "\n")
    nodes, _, rest = rest.partition(EXAMPLE_TO + "\n")
    between, _, rest = rest.partition(SCORE_FROM + "\n")
    score, _, tail = rest.partition(SCORE_TO)
    # when
    plain = [line.removeprefix("# ") for line in (nodes + score).splitlines(keepends=True)]
    stated = head + "".join(plain) + between + tail
    # then
    assert checked(stated, tmp_path) == []
    value = parse_pack(stated.encode(), "x").rules[1].values[0].value
    assert {"caps", "over_fulfilment", "levels", "class_weights"} <= {*value}


def test_every_rule_that_is_built_has_a_question_and_what_it_costs() -> None:
    questions, _ = read(packaged_source("open_points.yaml"), "open_points.yaml")
    assert {*questions} == {*RULES}
    for point in questions.values():
        assert point["question"].endswith("？")
        assert point["cost"].endswith("。")


def test_each_rule_is_either_given_by_the_chain_or_left_open() -> None:
    for code in ("653100", "652800", "653000", "650000"):
        book = above(code)
        given = {one.rule for one in inherited(book, ON)}
        left = {point.rule: point for point in open_points(book, ON)}
        assert given | {*left} == {*RULES}
        for rule in given & {*left}:  # a part of it is given
            assert left[rule].part is not None


def test_a_value_of_the_chain_is_listed_with_its_source_and_an_open_point_with_its_question() -> (
    None
):
    lines = text().splitlines()
    at = next(at for at, line in enumerate(lines) if "grade.bands" in line)
    assert lines[at] == "#   grade.bands（评价档次）出自 000000 国家 CN-03"
    at = next(at for at, line in enumerate(lines) if line.startswith("#   monitoring.nodes"))
    assert lines[at + 1].startswith("#       问题：")
    assert "无从办理" in lines[at + 2]


def test_a_county_of_a_prefecture_with_rules_inherits_them(tmp_path: Path) -> None:
    shown = skeleton("652823", ("尉犁县", "Lopnur County"), above("652800"), ON)
    assert "monitoring.nodes 项目 project（双监控）出自 652800" in shown
    assert "#   monitoring.trigger（双监控）\n" not in shown


def test_a_prefecture_without_a_pack_gets_a_skeleton_too(tmp_path: Path) -> None:
    # given
    assert without_pack("654025") == ("654000", "654025")
    folder = Folder(tmp_path / "654025")
    answers = Answers({"code": "654025", "name": "新源县"})
    # when
    made = list(make_packs(folder, answers, ON))
    # then
    assert [path.name for path in made] == ["pack-654000.yaml", "pack-654025.yaml"]
    packs = PackSet.of(chain_texts(folder, "654025"))
    assert packs.chain("654025") == ("654025", "654000", "650000", "000000")
    assert packs.pack("654000").name.zh == "伊犁哈萨克自治州"
    # and once written it is not written again
    folder.pack("654000").write_text(folder.pack("654000").read_text() + "# 改动\n")
    assert list(make_packs(folder, answers, ON)) == []


def test_a_county_that_comes_with_a_pack_gets_no_skeleton() -> None:
    assert without_pack("653129") == ()
    assert without_pack("653130") == ("653130",)


def test_what_the_chain_leaves_to_a_ruling_is_listed_with_its_question() -> None:
    shown = skeleton("652823", ("尉犁县", "Lopnur County"), above("652800"), ON)
    _, _, needed = shown.partition("# 三、")
    lines = needed.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("#   AMB-05"))
    assert "monitoring.failed" in lines[at]
    assert lines[at + 1].startswith("#       问题：“")
    assert any("须先裁定" in line for line in lines[at + 2 : at + 4])
    assert "口径 AMB-16（暂行）：优=优秀" in shown
