"""What an event holds and what a rule was asked is told in Chinese, with units and without ids."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from console.cli.render.field_words import (
    asked_of,
    name_of,
    told,
    told_briefly,
    told_whole,
    value_of,
)
from console.cli.render.rules_words import rule_name
from console.cli.render.source_places import place_of
from domain.kernel.message import Event, Message
from domain.rules.engine.pack_set import parse_pack
from domain.rules.engine.registry import RULES
from domain.subjects.registry import DECIDERS
from store.packs.packaged_packs import packaged_clauses, packaged_texts

_ID = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)


def _events() -> Iterator[type[Event]]:
    """The events of the program; those that a test defines for itself are none of them."""
    open_ = list(Event.__subclasses__())
    while open_:
        one = open_.pop()
        open_ += one.__subclasses__()
        if one.__module__.startswith("domain.") and ".test_" not in one.__module__:
            yield one


def _fields_of(message: type[Message], seen: set[type]) -> Iterator[str]:
    for name, field in message.model_fields.items():
        yield name
        for inner in _types(field.annotation):
            if isinstance(inner, type) and issubclass(inner, Message) and inner not in seen:
                seen.add(inner)
                yield from _fields_of(inner, seen)


def _types(annotation: Any) -> Iterator[Any]:
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for one in arguments:
        yield from _types(one)


def test_each_field_of_each_event_has_a_chinese_name() -> None:
    seen: set[type] = set()
    fields = {name for event in _events() for name in _fields_of(event, seen)}

    assert DECIDERS
    assert len(fields) > 300
    assert not sorted(name for name in fields if name_of(name) == name)


def test_each_rule_and_each_field_that_it_is_asked_with_has_a_chinese_name() -> None:
    fields = {field.name for rule in RULES.values() for field in rule.inputs.fields}

    assert not sorted(name for name in fields if asked_of(name) == name)
    assert all(rule_name(rule) for rule in RULES)


def test_no_id_remains_of_what_the_packs_say() -> None:
    packs = [parse_pack(text, name) for name, text in packaged_texts()]
    stated = [value.value for pack in packs for rule in pack.rules for value in rule.values]
    left = {word for value in stated for word in re.findall(r"[a-z_]{3,}", _in_words(value))}

    assert len(stated) > 100
    assert left <= {"sha"}


def _in_words(value: Any) -> str:
    return told(value, asked_of) if isinstance(value, dict) else value_of("", value, asked_of)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("amount", "1200000.50", "1,200,000.50 元"),
        ("execution_rate", "33.3333333333", "约 33.3333%"),
        ("score", "59", "59 分"),
        ("failed_reviews", ["2026-05-31", "2026-08-31"], "2026-05-31、2026-08-31"),
        ("act", "target.approve", "批复绩效目标"),
        ("grade", "poor", "较差"),
        ("reason", "无法实施", "无法实施"),
        ("late", False, "否"),
        ("exception", None, "无"),
    ],
)
def test_a_value_has_its_unit_or_its_name(field: str, value: Any, said: str) -> None:
    assert value_of(field, value) == said


def test_objects_are_told_by_their_fields_and_of_many_the_rest_is_counted() -> None:
    reached = [{"id": f"I{n}", "completion": "80"} for n in range(12)]

    whole, line = told({"indicators": reached}), told_briefly({"indicators": reached})

    assert whole.startswith("指标 12 项：编号 I0、完成率 80%；编号 I1、完成率 80%；")
    assert whole.endswith("；另有 2 项")
    assert line == "指标 12 项"


@pytest.mark.parametrize(
    ("clause", "place"),
    [
        (
            "KZ-028",
            "《克州2023年度全面实施预算绩效管理工作开展情况说明》三、主要工作措施（六）强化绩效评价结果应用",
        ),
        ("LT-006", "《轮台县2025年预算绩效情况说明》（一）全面实施绩效目标管理"),
    ],
)
def test_a_quote_is_placed_by_the_title_and_the_headings_above_it(clause: str, place: str) -> None:
    clauses = map(json.loads, packaged_clauses().splitlines())
    found = next(one for one in clauses if one["id"] == clause)

    assert place_of(found["document"], found["quote"]) == place


def test_a_document_of_a_countys_own_is_said_as_its_pack_names_it() -> None:
    assert place_of("巴财绩〔2026〕3号", "任何一句") == "《巴财绩〔2026〕3号》"


def test_a_rule_is_told_with_what_does_not_hold_and_an_event_without_it() -> None:
    asked: dict[str, Any] = {"is_new": False, "is_major": True, "funding": None, "reasons": []}

    assert told_whole(asked, asked_of) == "是否新增 否；是否重大；资金来源 无；理由 无"
    assert told(asked) == "是否重大"
