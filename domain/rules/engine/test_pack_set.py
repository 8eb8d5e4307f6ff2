from __future__ import annotations

from datetime import date

import pytest

from domain.rules import BadInput, PackError, PackSet, RuleBook, parse_pack
from domain.rules.engine.cases import failing, undated
from domain.rules.engine.sources import Clause, against_sources

COUNTY = """\
jurisdiction: "990001"
name: {zh: 某县, en: Some County}
inherits: null
version: "1"
readings:
  - of: AMB-01
    phrase: 以上
    open: inclusive or not
    status: provisional
    ruling: {zh: 含本数, en: included}
    reason: 通例
rules:
  - id: monitoring.failed
    kind: threshold
    values:
      - effective: 2023-01-01
        value:
          score: {limit: 60, side: below}
        cite:
          - {clause: QM-030, document: a.txt, quote: 小于 60 分}
        interpretations:
          - {of: AMB-01, at: score.side}
    tests:
      - {on: 2022-12-31, input: {review_score: 59, verdict: null}, reason: not_stated}
      - {on: 2023-01-01, input: {review_score: 59, verdict: null}, expect: true}
"""


def faults_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(PackError) as refused:
        PackSet.of([("county.yaml", text.encode())])
    assert all(fault.file == "county.yaml" and fault.reason for fault in refused.value.faults)
    return [(fault.line, fault.field) for fault in refused.value.faults]


def test_a_sound_pack_is_read() -> None:
    pack = parse_pack(COUNTY.encode(), "county.yaml")

    assert pack.jurisdiction == "990001"
    assert pack.rules[0].values[0].cite[0].clause == "QM-030"


@pytest.mark.parametrize(
    ("sound", "broken", "fault"),
    [
        ('"990001"', "990001", (1, "jurisdiction")),
        ("inherits: null", 'inherits: "650000"', (3, "inherits")),
        ("inherits: null", 'inherits: "990001"', (3, "inherits")),
        ("id: monitoring.failed", "id: monitoring.fail", (13, "rules.0.id")),
        ("kind: threshold", "kind: gate", (14, "rules.0.kind")),
        ("kind: threshold", "kind: rule", (14, "rules.0.kind")),
        ("side: below", "side: under", (18, "rules.0.values.0.value.score.side")),
        ("limit: 60", "limit: -1", (18, "rules.0.values.0.value.score.limit")),
        ("limit: 60", 'limit: "a"', (18, "rules.0.values.0.value.score.limit")),
        ("at: score.side", "at: score.sides", (22, "rules.0.values.0.interpretations.0.at")),
        ("{of: AMB-01, at", "{of: AMB-02, at", (22, "rules.0.values.0.interpretations.0.of")),
        ("effective: 2023-01-01", "effective: soon", (16, "rules.0.values.0.effective")),
        ("clause: QM-030", "clause: XX-030", (20, "rules.0.values.0.cite.0.clause")),
        ("quote: 小于 60 分", "quote: x, page: 1", (20, "rules.0.values.0.cite.0.page")),
        ("status: provisional", "status: blocking", (6, "readings.0")),
        ("        value:\n", "        part: project\n        value:\n",
         (17, "rules.0.values.0.part")),
    ],
)  # fmt: skip
def test_a_broken_pack_is_refused_with_line_and_field(
    sound: str, broken: str, fault: tuple[int, str]
) -> None:
    assert faults_of(COUNTY.replace(sound, broken)) == [fault]


def test_the_faults_are_collected() -> None:
    text = COUNTY.replace("kind: threshold", "kind: gate").replace("side: below", "side: under")

    assert faults_of(text) == [(14, "rules.0.kind"), (18, "rules.0.values.0.value.score.side")]


def test_a_comparison_without_a_side_is_refused() -> None:
    assert faults_of(COUNTY.replace(", side: below", "")) == [
        (18, "rules.0.values.0.value.score.side"),
        (22, "rules.0.values.0.interpretations.0.at"),
    ]


def test_two_values_of_one_day_are_refused() -> None:
    start = COUNTY.index("      - effective")
    value = COUNTY[start : COUNTY.index("    tests:")]

    assert faults_of(COUNTY.replace(value, value + value)) == [(13, "rules.0")]


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        ("2024-01-01", False),
        ("2024-01-02", True),
        ("2023-12-31", True),
        ("2023-12-31\n        gap: meant", False),
        ("2023-01-01", True),
    ],
)
def test_a_gap_must_be_meant_and_an_overlap_is_refused(until: str, refused: bool) -> None:
    start = COUNTY.index("      - effective")
    value = COUNTY[start : COUNTY.index("    tests:")]
    ended = value.replace("2023-01-01\n", f"2023-01-01\n        until: {until}\n")
    text = COUNTY.replace(value, ended + value.replace("2023-01-01", "2024-01-01"))

    if refused:
        assert faults_of(text) == [(13, "rules.0")]
    else:
        assert len(parse_pack(text.encode(), "county.yaml").rules[0].values) == 2


def test_an_ended_value_binds_nothing_and_what_is_inherited_returns() -> None:
    ended = COUNTY.replace("2023-01-01\n", "2023-01-01\n        until: 2024-01-01\n")
    below = ended.replace("990001", "990002").replace("null\nversion", '"990001"\nversion')
    below = below.replace("limit: 60", "limit: 70").replace("2024-01-01", "2023-07-01")
    packs = PackSet.of([("a.yaml", ended.encode()), ("b.yaml", below.encode())])

    def failed(on: date) -> object:
        book = RuleBook(packs, "990002")
        return book.ask("monitoring.failed", on, review_score=65, verdict=None).outcome

    days = [date(2023, 6, 30), date(2023, 7, 1), date(2023, 12, 31), date(2024, 1, 1)]
    assert [failed(day) for day in days] == [True, False, False, None]


def test_a_rule_stated_twice_is_refused() -> None:
    rule = COUNTY[COUNTY.index("  - id:") :]

    assert faults_of(COUNTY + rule) == [(26, "rules.1.id")]


def test_two_files_of_one_jurisdiction_are_refused() -> None:
    with pytest.raises(PackError, match="another file"):
        PackSet.of([("a.yaml", COUNTY.encode()), ("b.yaml", COUNTY.encode())])


def test_a_citation_without_checked_text_must_rest_on_a_reading() -> None:
    text = COUNTY.replace("quote: 小于 60 分", "quote: 小于 60 分, unverified: true")
    start = text.index("        interpretations:")
    bare = text[:start] + text[text.index("    tests:") :]

    assert faults_of(bare) == [(20, "rules.0.values.0.cite")]


def test_a_quote_must_stand_in_the_document_and_the_clause_list() -> None:
    packs = PackSet.of([("county.yaml", COUNTY.encode())])
    clauses = {"QM-030": Clause("QM-030", "a.txt", "审核得分小于 60 分的项目")}

    def fields(document: str, listed: dict[str, Clause]) -> list[str]:
        return [
            f.field.rpartition(".")[2] for f in against_sources(packs, {"a.txt": document}, listed)
        ]

    assert fields("对得分小于\n**60** 分的项目", clauses) == []
    assert fields("对得分小于 50 分的项目", clauses) == ["quote"]
    assert fields("小于60分", {}) == ["clause"]
    moved = {"QM-030": Clause("QM-030", "b.txt", "小于60分")}
    assert fields("小于60分", moved) == ["document"]


def test_a_test_that_answers_otherwise_is_a_fault() -> None:
    packs = PackSet.of([("county.yaml", COUNTY.replace("expect: true", "expect: false").encode())])

    assert [fault.line for fault in failing(packs)] == [25]


def test_a_date_without_tests_on_both_sides_is_a_fault() -> None:
    packs = PackSet.of(
        [("county.yaml", COUNTY.replace("on: 2022-12-31", "on: 2022-12-30").encode())]
    )

    assert [fault.reason for fault in undated(packs)] == ["no test on 2022-12-31"]


def test_an_unknown_jurisdiction_has_no_chain(packs: PackSet) -> None:
    assert packs.chain("652825") == ("652825", "652800", "650000", "000000")
    with pytest.raises(BadInput):
        packs.chain("990001")
