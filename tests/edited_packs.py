"""Texts of the county's pack as somebody edited it; sound ones, but for `BROKEN`."""

from __future__ import annotations

from pathlib import Path

from store.packs.packaged_packs import packaged_texts

COUNTY = "652825"


def edited(*changes: tuple[str, str]) -> bytes:
    """The county's packaged text with each of these words, which stand in it once, replaced."""
    text = dict(packaged_texts())[f"{COUNTY}.yaml"].decode()
    for before, after in changes:
        assert text.count(before) == 1, (before, text.count(before))
        text = text.replace(before, after)
    return text.encode()


def written(folder: Path, text: bytes) -> str:
    """The path of a file with a text."""
    file = folder / f"{COUNTY}-edited.yaml"
    file.write_bytes(text)
    return str(file)


_OPEN_READING = """\
readings:
  - of: AMB-32
    phrase: 项目
    open: 哪些项目纳入监控，合成县的文件没有说
    status: provisional
    ruling: {zh: 待裁定, en: to be ruled}
    reason: 合成
    value: {zh: 监控范围, en: what is monitored, example: all_projects}

rules:
  - id: exante.required
"""

OPEN_SCOPE = edited(
    ("rules:\n  - id: exante.required\n", _OPEN_READING),
    ("value: {item: all_projects}", "value: {item: null}"),
    ("- {of: AMB-32}", "- {of: AMB-32, at: item, status: blocking}"),
    ("- {on: 2023-01-01, expect: all_projects}", "- {on: 2023-01-01, reason: needs_ruling}"),
)
"""What is monitored (`monitoring.scope`) is open until the bureau rules on AMB-32."""

_TRIGGER = """\
      - effective: 2023-01-01
        value:
          judgement: false
          score: {limit: 60, side: below}
          deviation:
            line: {limit: 20, side: above}
            measure: percentage_points
          combine: either
          joined_by: 及
        cite:
          - clause: QM-030
            document: 001_ae3311a9d2df5b79.txt
            quote: "对预算单位项目预算资金执行率与项目总体完成率偏差超过 20%及监控审核得分小于 60 分的项目及时提出整改意见"
        interpretations:
          - {of: AMB-01, at: deviation.line.side}
          - {of: AMB-02, at: deviation.measure}
          - {of: AMB-03, at: combine}
"""  # noqa: E501
_FIRST_TEST = (
    "    tests:\n      - {on: 2022-12-31, input: {execution_rate: 0, completion_rate: 100,"
    " review_score: 0}"
)


def _case(day: str, execution: str, completion: str, score: str, *reasons: str) -> str:
    rates = f"execution_rate: {execution}, completion_rate: {completion}"
    expected = f"rectify: {str(bool(reasons)).lower()}, reasons: [{', '.join(reasons)}]"
    asked = f"{rates}, review_score: {score}"
    return f"      - {{on: {day}, input: {{{asked}}}, expect: {{{expected}}}}}\n"


_JULY = "2023-07-01"
_CASES = (
    _case("2023-06-30", "50", "50", "65"),
    _case(_JULY, "50", "50", '"69.99"', "score"),
    _case(_JULY, "50", "50", "70"),
    _case(_JULY, "50", "50", '"70.01"'),
    _case(_JULY, "40", '"59.99"', "90"),
    _case(_JULY, "40", "60", "null"),
    _case(_JULY, "40", '"60.01"', "90", "deviation"),
    _case(_JULY, '"60.004"', "40", "null", "deviation"),
)

STRICTER_FROM_JULY = edited(
    ('version: "1"', 'version: "2"'),
    (
        _TRIGGER,
        _TRIGGER
        + _TRIGGER.replace("effective: 2023-01-01", f"effective: {_JULY}").replace(
            "score: {limit: 60", "score: {limit: 70"
        ),
    ),
    (_FIRST_TEST, _FIRST_TEST.replace("    tests:\n", f"    tests:\n{''.join(_CASES)}")),
)
"""From 1 July on a review below 70 points leads to a rectification (`monitoring.trigger`)."""

BROKEN = edited(
    ("对新出台重大政策、项目开展事前绩效评估", "没有这句话"),
    ("- {on: 2023-01-01, expect: all_projects}", "- {on: 2023-01-01, expect: new_projects}"),
)
"""A quote that stands in no document, and a test that fails."""

_FIRST_RULE = "rules:\n  - id: exante.required\n"
_CITED = "将事前绩效评估作为部门单位新增项目列入项目库的前置审核事项"
_BLOCKING = "of: AMB-15, at: projects, status: blocking"
_ASSESSED = {
    (subject, new, major): "required" if new and major else "not_required"
    for subject in ("project", "policy")
    for new, major in ((True, True), (True, False), (False, True))
}


def _assessed(case: tuple[str, bool, bool], answer: str) -> str:
    subject, new, major = case
    asked = f"subject: {subject}, is_new: {str(new).lower()}, is_major: {str(major).lower()}"
    return f"on: 2023-01-01, input: {{{asked}}}, {answer}}}"


_OPEN_ASSESSMENT = """\
readings:
  - of: AMB-15
    phrase: 新增
    open: 哪些项目须事前评估，合成县的文件没有说
    status: provisional
    ruling: {zh: 待裁定, en: to be ruled}
    reason: 合成
    value: {zh: 须评估的项目, en: which projects are assessed, example: new_and_major}

rules:
  - id: exante.required
"""

OPEN_ASSESSMENT = edited(
    (_FIRST_RULE, _OPEN_ASSESSMENT),
    ("value: {projects: new_and_major,", "value: {projects: null,"),
    (
        f'{_CITED}"\n        interpretations:\n          - {{of: AMB-15}}',
        f'{_CITED}"\n        interpretations:\n          - {{{_BLOCKING}}}',
    ),
    *(
        (_assessed(case, f"expect: {before}"), _assessed(case, "reason: needs_ruling"))
        for case, before in _ASSESSED.items()
    ),
)
"""Which projects are assessed (`exante.required`) is open until the bureau rules on AMB-15."""
