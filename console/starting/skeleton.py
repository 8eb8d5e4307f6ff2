"""The skeleton of a county's own pack: data that is sound as it stands, and comments that lead on.

The comments list each value that the levels above give, with its source, and each point that is
left open, with the question to the bureau and what it costs to leave it open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from console.cli.render.rules_words import family, said, word
from domain.kernel.answer import RulingRef
from domain.rules import RuleBook
from domain.rules.engine.compare import Stated, stated
from domain.rules.engine.pack import FORMAT
from domain.rules.engine.registry import RULES
from domain.rules.engine.strict_yaml import read
from store.packs.packaged_packs import packaged_source

FILE = "open_points.yaml"

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A rule, or a part of it, that no level states: the question, and what it costs."""

    rule: str
    part: str | None
    question: str
    cost: str


@dataclass(frozen=True, slots=True)
class Inherited:
    """A rule, or a part of it, that a level above states, with the readings that it rests on."""

    rule: str
    part: str | None
    stated: Stated
    rulings: tuple[RulingRef, ...]


def open_points(book: RuleBook, on: date) -> list[OpenPoint]:
    """The rules that nobody states on a day; all open parts of a rule are one point."""
    found = []
    for rule in RULES:
        parts = [part for part, timeline in book.parts(rule).items() if timeline.on(on) is None]
        if parts:
            whole = len(parts) == len(book.parts(rule))
            said_parts = None if whole else "、".join(word(str(part)) for part in parts)
            found.append(OpenPoint(rule, said_parts, **_questions()[rule]))
    return found


def inherited(book: RuleBook, on: date) -> list[Inherited]:
    """What the levels of a book state on a day, part by part."""
    return [
        Inherited(rule, part, value, basis.rulings)
        for rule in RULES
        for part, timeline in book.parts(rule).items()
        if (basis := timeline.on(on)) is not None and (value := stated(basis)) is not None
    ]


def unruled(book: RuleBook, on: date) -> dict[str, list[str]]:
    """The ambiguities that have to be ruled before the rules that rest on them answer."""
    found: dict[str, list[str]] = {}
    for one in inherited(book, on):
        for ruling in one.rulings:
            if ruling.ruling is None:
                rules = found.setdefault(ruling.ambiguity, [])
                rules += [one.rule] if one.rule not in rules else []
    return found


@cache
def _questions() -> dict[str, dict[str, str]]:
    questions: dict[str, dict[str, str]] = read(packaged_source(FILE), FILE)[0]
    return questions


def skeleton(code: str, name: Words, above: RuleBook, on: date) -> str:
    """The text of the pack of `code`, which inherits from the jurisdiction of the book `above`."""
    zh, en = (json.dumps(text, ensure_ascii=False) for text in name)
    head = [
        *_head(code, name),
        f"format: {FORMAT}",
        f'jurisdiction: "{code}"',
        f"name: {{zh: {zh}, en: {en}}}",
        f'inherits: "{above.jurisdiction}"',
        'version: "1"',
    ]
    told = (_inherited_lines, _open_lines, _unruled_lines)
    below = above.inherited_below()
    lines = [*head, *(line for part in told for line in ("", *part(below, on))), "", *_EXAMPLE]
    return "".join(f"{line}\n" for line in lines)


def _head(code: str, name: Words) -> Iterator[str]:
    yield f"# {code} {name[0]}的规则包骨架 / The skeleton of the pack of {code}."
    yield "# 原样即可采用：没有写的，从上级继承；上级也没有规定的，不作约束。"
    yield "# 本县另有规定的，按文末示例补充，再执行 jixiao rules check 本文件、jixiao init。"
    yield "# 采用之后再改的，请同时把 version 改为新的版本，否则不会重新采用。"
    yield "# It may be adopted as it stands. After a later change raise `version`, or it is not"
    yield "# adopted again."


def _inherited_lines(book: RuleBook, on: date) -> Iterator[str]:
    found = inherited(book, on)
    yield f"# 一、从上级继承的规定，{on} 有效，共 {len(found)} 项 / What the levels above give"
    for one in found:
        name = book.packs.pack(one.stated.pack).name.zh
        clauses = "、".join(citation.clause for citation in one.stated.citations)
        part = f" {word(one.part)}" if one.part else ""
        yield f"#   {one.rule}{part}（{family(one.rule)}）出自 {one.stated.pack} {name} {clauses}"
        yield from (f"#       {line}" for line in said(one.stated.value).split("\n"))
        for ruling in one.rulings:
            if ruling.ruling is not None:
                yield f"#       口径 {ruling.ambiguity}（暂行）：{ruling.ruling}"


def _open_lines(book: RuleBook, on: date) -> Iterator[str]:
    found = open_points(book, on)
    yield f"# 二、各级均未规定、留待本县确定的，共 {len(found)} 项 / What is left open"
    for point in found:
        part = f" {point.part}" if point.part else ""
        yield f"#   {point.rule}{part}（{family(point.rule)}）"
        yield f"#       问题：{point.question}"
        yield f"#       不定：{point.cost}"


def _unruled_lines(book: RuleBook, on: date) -> Iterator[str]:
    found = unruled(book, on)
    zh = f"# 三、上级的规定中须先由本县裁定（ruling.record）的，共 {len(found)} 项"
    yield f"{zh} / What needs a ruling"
    for ambiguity, rules in found.items():
        reading = book.packs.reading(book.jurisdiction, ambiguity)
        phrase = reading.phrase if reading else ""
        yield f"#   {ambiguity}（{'、'.join(rules)}）"
        yield f"#       问题：“{phrase}”如何理解？"
        if reading and reading.value:
            yield f"#       裁定应写明：{reading.value.zh}"
        yield "#       不定：取决于此的结论为“须先裁定”；依据它的事项不予办理，或不作认定。"


_SCORED = """[
#           {id: A, class: output, relation: qualitative, target: null, actual: null,
#            points: 10, level: LEVEL_A},
#           {id: B, class: output, relation: qualitative, target: null, actual: null,
#            points: 10, level: LEVEL_B},
#           {id: C, class: output, relation: qualitative, target: null, actual: null,
#            points: 10, level: LEVEL_C},
#           {id: D, class: output, relation: qualitative, target: null, actual: null,
#            points: 10, level: LEVEL_D},
#           {id: E, class: output, relation: ">=", target: 10, actual: 13, points: 10, level: null},
#           {id: F, class: benefit, relation: ">=", target: 100, actual: 129, points: 20,
#            level: null},
#           {id: G, class: benefit, relation: "<=", target: 10, actual: 15, points: 20,
#            level: null}]"""
"""The indicators of the example's tests, with a word or a percent as the level of each."""


def _score_test(on: str, executed: str, levels: Sequence[str], outcome: Sequence[str]) -> str:
    """A test of the example of a score: the outcome is score, execution, and each indicator."""
    indicators = _SCORED
    for name, level in zip("ABCD", levels, strict=True):
        indicators = indicators.replace(f"LEVEL_{name}", level)
    score, execution, *points = outcome
    told = ", ".join(
        f"{{id: {name}, points: '{one}'}}" for name, one in zip("ABCDEFG", points, strict=True)
    )
    return f"""\
#       - on: {on}
#         input:
#           budget: 100
#           executed: "{executed}"
#           indicators: {indicators}
#         expect:
#           score: "{score}"
#           execution_points: "{execution}"
#           indicators: [{told}]"""


_WORDS, _PERCENTS = ("好", "较好", "一般", "差"), ("100", "80", "60", "30")
_REACHED = ("10.00", "8.00", "6.00", "3.00", "9.00", "20.00", "10.00")
_BEFORE = ("10.00", "8.00", "6.00", "3.00", "10.00", "20.00", "10.00")
_SCORE_TESTS = "\n".join(
    (
        _score_test("2025-12-31", "50", _PERCENTS, ("72.00", "5.00", *_BEFORE)),
        _score_test("2026-01-01", "50", _WORDS, ("71.00", "5.00", *_REACHED)),
        _score_test("2026-01-01", "49.5", _WORDS, ("59.00", "4.95", *_REACHED)),
    )
)

SCORE_FROM = "# --- 自评得分示例 example of a score ---"
SCORE_TO = "# --- 自评得分示例完 end of the example of a score ---"
EXAMPLE_FROM, EXAMPLE_TO = "# --- 示例 example ---", "# --- 示例完 end of the example ---"
_EXAMPLE = f"""\
# 四、怎样补充本县的规定：把两条横线之间每行开头的“# ”去掉，改成本县文件的内容
#     （clause 从 CN-90 起自编；document 写文件名称和文号；quote 照抄原文；tests 写前一日、当日、
#     后一日的结论）。How to state a rule: take the “# ” away between the two lines.
{EXAMPLE_FROM}
# readings:
#   - of: CN-90
#     phrase: "以5月、8月底为节点"
#     open: "本县文件的原文，本程序未附"
#     status: provisional
#     ruling: {{zh: "节点为5月31日、8月31日。", en: "the nodes are 31 May and 31 August"}}
#     reason: "依本县文件"
# rules:
#   - id: monitoring.nodes
#     kind: deadline
#     values:
#       - effective: 2026-01-01
#         part: project
#         value: {{nodes: [{{month: 5, day: last}}, {{month: 8, day: last}}]}}
#         cite:
#           - clause: CN-90
#             document: "《本县预算绩效管理办法》（文号）"
#             quote: "以5月、8月底为节点，对所有项目开展绩效监控"
#             unverified: true
#         interpretations:
#           - {{of: CN-90}}
#           - {{of: AMB-11}}
#     tests:
#       - {{on: 2025-12-31, input: {{work_year: 2026, subject: project}}, reason: not_stated}}
#       - on: 2026-01-01
#         input: {{work_year: 2026, subject: project}}
#         expect: ["2026-05-31", "2026-08-31"]
{EXAMPLE_TO}
# 五、自评得分另有规定的：执行率过低时得分的上限 caps、超额完成的扣分 over_fulfilment、以文字填写的
#     等次 levels、各类指标的权重 class_weights，都是可选的；不用的删去，数字按本县文件改。
#     下例接在上例之后（同在 rules 之下）。The score may have caps, a deduction for over-fulfilment,
#     levels in words and weights of classes; this rule stands below the one above.
{SCORE_FROM}
#   - id: self_evaluation.score
#     kind: score
#     values:
#       - effective: 2026-01-01
#         value:
#           execution: 10
#           zero_at: 2
#           rounding: {{places: 2, mode: half_up}}
#           cost_exceeded: open
#           caps:
#             - {{rate: {{limit: 50, side: below}}, score: 59}}
#           over_fulfilment: {{completion: {{limit: 130, side: at_least}}, share: "0.1"}}
#           levels: {{好: 100, 较好: 80, 一般: 60, 差: 30}}
#           class_weights: {{output: 50, benefit: 40}}
#         cite:
#           - clause: CN-90
#             document: "《本县预算绩效管理办法》（文号）"
#             quote: "以5月、8月底为节点，对所有项目开展绩效监控"
#             unverified: true
#         interpretations:
#           - {{of: CN-90}}
#     tests:
{_SCORE_TESTS}
{SCORE_TO}""".split("\n")
