"""Questions on a terminal: each answer is checked at once, and asked for again if it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import typer

from console.cli.errors import InputError, complain
from console.starting.answers import (
    FIELDS,
    QUESTIONS,
    Answers,
    answer_fault,
    missing,
    read_text,
    unit_faults,
)
from console.starting.places import place_name
from console.tables.units import Unit

Keep = Callable[[Answers], None]

_FEWEST, _MOST = 2, 3
"""The parts of a unit as it is typed."""

_ASKED_WITH_DEFAULT = ("parent", "organisation")
"""What follows from the code; it is shown, and may be changed."""


def ask_missing(answers: Answers, today: date, keep: Keep) -> Answers:
    """Ask for what is missing or wrong, one after the other; each sound answer is kept at once."""
    begins = not answers.given.get("actor")
    for name in FIELDS:
        is_wrong = answers.get(name) and answer_fault(answers, name, today) is not None
        is_offered = begins and name in _ASKED_WITH_DEFAULT and name not in answers.given
        if name in missing(answers) or is_wrong or is_offered:
            answers = _asked(answers, name, today)
            keep(answers)
    if not answers.units and begins:
        return _with_units(answers, keep)
    return answers


def _asked(answers: Answers, name: str, today: date) -> Answers:
    while True:
        offered = "" if name in answers.given else answers.get(name)
        default = offered or (str(today.year) if name == "work_year" else None)
        known = f"，按代码为 {place_name(offered)}" if name == "parent" and offered else ""
        text: str = typer.prompt(f"{QUESTIONS[name]}{known}", default=default)
        tried = answers.with_answer(name, text)
        why = answer_fault(tried, name, today)
        if why is None:
            return tried
        complain(why)


def _with_units(answers: Answers, keep: Keep) -> Answers:
    """Ask for units one after the other; an empty line ends, the rest goes into the list's file."""
    ask = "单位（编码,名称[,主管部门编码]；直接回车结束，也可以留到 units.xlsx 中填写）"
    while text := typer.prompt(ask, default="", show_default=False):
        try:
            units = (*answers.units, read_unit(text))
        except InputError as error:
            complain(str(error))
            continue
        found = [(name, why) for at, name, why in unit_faults(units) if at == len(answers.units)]
        if found:
            complain("; ".join(f"{name}: {why}" for name, why in found))
        else:
            answers = replace(answers, units=units)
            keep(answers)
    return answers


def read_unit(text: str) -> Unit:
    """A unit as it is typed: `CODE,NAME[,DEPARTMENT]`; raises `InputError`."""
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    if not _FEWEST <= len(parts) <= _MOST:
        why = "应为 编码,名称[,主管部门编码] / CODE,NAME[,DEPARTMENT] is expected"
        raise InputError("jixiao init", None, "--unit", why)
    code, name, department = (*parts, "")[:_MOST]
    department = read_text("department", department)
    return Unit(read_text("code", code), name, department or None)
