"""What a person sees before a year is taken: the differences to the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from console.cli.errors import printable
from console.cli.render.opening_note import ranges
from console.next_year.candidates import Candidate
from console.next_year.differences import Changed, Differences, GoesOn, New
from console.next_year.draft import Draft
from console.next_year.proposal import roles_that_end, vacant_units
from console.next_year.year_before import YearBefore
from console.tables.choice_words import WORDS
from console.tables.grid import said
from console.tables.kinds import KINDS
from domain.kernel.prefill import text

MOST_LINES = 20


def lines(draft: Draft) -> Iterator[str]:
    """The differences, the sums, and what is still to be filled in."""
    for line in _lines(draft.before, draft.found, draft.units):
        yield printable(line)


def _lines(before: YearBefore, found: Differences, units: Sequence[str]) -> Iterator[str]:
    changed = [one for one in found.going_on if _is_changed(one)]
    filled = [one for one in found.going_on if one.amount is not None]
    same = sum(not _is_changed(one) for one in filled)
    yield (
        f"延续 continuing：{len(found.going_on)} 项，项目上年合计 {found.total_before:,} 元；其中"
        f"不变 unchanged {same} 项，有变化 changed {len(changed)} 项，金额未填 open "
        f"{len(found.unfilled)} 项"
    )
    yield from _listed([_changed(one) for one in changed])
    asked = [one for one in found.going_on if one.candidate.question is not None]
    if asked:
        yield f"待确认 to be decided：{len(asked)} 项"
        yield from _listed([_asked(one) for one in asked])
    yield f"新增 new：{len(found.new)} 项"
    yield from _listed([_new(one) for one in found.new])
    yield f"终止 ended：{len(found.ended)} 项"
    yield from _listed([_ended(one) for one in found.ended])
    if found.again:
        yield f"上年已终止、重新列入 taken up again：{len(found.again)} 项"
        yield from _listed([f"{_changed(one)}；上年{_why(one.candidate)}" for one in found.again])
    if found.left_out:
        yield f"上年延续、本清单未列 left out：{len(found.left_out)} 项"
        yield from _listed([_was(one) for one in found.left_out])
    yield f"项目已填年初预算合计 sum of the projects：{found.total:,} 元 yuan"
    yield from _people(before, units)
    if found.missing:
        yield f"未填 not filled in：{len(found.missing)} 行"
        yield from _listed([*_missing(found.missing)])


def _missing(missing: Mapping[int, tuple[str, ...]]) -> Iterator[str]:
    """The empty cells: by their titles the rows, runs of neighbours drawn together."""
    for titles in dict.fromkeys(missing.values()):
        rows = sorted(row for row, of in missing.items() if of == titles)
        yield f"第 {'、'.join(ranges(rows))} 行缺 {'、'.join(titles)}"


def _listed(told: Sequence[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in told[:MOST_LINES])
    if (more := len(told) - MOST_LINES) > 0:
        yield f"  另有 {more} 项 / and {more} more（--json 列出全部 has all）"


def _is_changed(one: GoesOn) -> bool:
    return bool(one.changes) or _differs(one)


def _differs(one: GoesOn) -> bool:
    return one.amount is not None and one.amount != one.candidate.amount


def _amount(amount: Decimal | None) -> str:
    return "未填" if amount is None else f"{amount:,}"


def _changed(one: GoesOn) -> str:
    candidate = one.candidate
    parts = [_said_change(change, candidate) for change in one.changes]
    if _differs(one) or one.amount is None:
        by = "" if one.amount is None else f"（{one.amount - candidate.amount:+,}）"
        parts.append(
            f"金额 {candidate.amount:,}（{candidate.amount_is[0]}）→ {_amount(one.amount)}{by}"
        )
    if candidate.arranged is not None:
        parts.append(f"结果应用安排 {candidate.arranged:,}")
    return f"第 {one.row} 行 {candidate.shown}：{'；'.join(parts)}"


def _said_change(one: Changed, of: Candidate) -> str:
    title = KINDS["portfolio"].column(one.field).title
    if one.field == "name" and of.confidential:
        return f"{title}有变化"
    because = ""
    if one.field == "unit_code" and of.succession is not None and one.after == of.unit:
        because = f"（{of.succession[0]}）"
    return f"{title} {_word(one.before)} → {_word(one.after)}{because}"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return WORDS.get(str(value), (said(value),))[0]


def _asked(one: GoesOn) -> str:
    """The row, and what the bureau has to decide of it."""
    question = " / ".join(one.candidate.question or ())
    return f"第 {one.row} 行 {one.candidate.shown}（{_amount(one.amount)}）：{question}"


def _new(one: New) -> str:
    return f"第 {one.row} 行 {one.shown}：{_amount(one.amount)} 元"


def _was(one: Candidate) -> str:
    return f"{one.shown}：上年 {one.amount:,} 元（{one.amount_is[0]}）"


def _why(one: Candidate) -> str:
    return " / ".join(one.ended or ("", ""))


def _ended(one: Candidate) -> str:
    return f"{one.shown}：{_why(one)}"


def _people(before: YearBefore, units: Sequence[str]) -> Iterator[str]:
    ends = roles_that_end(before)
    if ends:
        yield f"任职至上年底为止、须续任的 roles that end with the year：{len(ends)} 项"
        yield from _listed(
            [
                f"{one.person}（{organisation} {_word(role.value)}）{one.days}"
                for organisation, role, one in ends
            ]
        )
    vacant = [*vacant_units(before, units, before.first_day)]
    if vacant:
        yield f"{before.first_day} 起无人任职的单位 units that nobody acts for：{'、'.join(vacant)}"


def as_json(draft: Draft) -> dict[str, Any]:
    """The same for programs, all of it; amounts in yuan as text; no name of a confidential one."""
    before, found = draft.before, draft.found
    return {
        "work_year": before.next_year,
        "file": str(draft.files.portfolio),
        "faults": [str(one) for one in draft.errors],
        "continuing": [_going_on_json(one) for one in found.going_on],
        "again": [_going_on_json(one) for one in found.again],
        "new": [
            {"row": one.row, "shown": one.shown, "amount": text(one.amount)} for one in found.new
        ],
        "ended": [_candidate_json(one) for one in found.ended],
        "left_out": [_candidate_json(one) for one in found.left_out],
        "missing": [{"row": row, "titles": [*of]} for row, of in sorted(found.missing.items())],
        "total": text(found.total),
        "total_before": text(found.total_before),
        "roles_that_end": [
            {
                "person": one.person,
                "organisation": organisation,
                "role": role.value,
                "until": str(one.until),
            }
            for organisation, role, one in roles_that_end(before)
        ],
        "vacant_units": [*vacant_units(before, draft.units, before.first_day)],
    }


def _candidate_json(one: Candidate) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": None if one.confidential else one.name,
        "unit": one.is_unit,
        "amount": text(one.amount),
        "arranged": text(one.arranged),
        "why": one.ended[1] if one.ended else None,
        "why_zh": one.ended[0] if one.ended else None,
    }


def _going_on_json(one: GoesOn) -> dict[str, Any]:
    hidden = {"name"} if one.candidate.confidential else set()
    return {
        "row": one.row,
        **_candidate_json(one.candidate),
        "amount_before": text(one.candidate.amount),
        "question": one.candidate.question[1] if one.candidate.question else None,
        "question_zh": one.candidate.question[0] if one.candidate.question else None,
        "amount": text(one.amount),
        "changes": {
            change.field: None if change.field in hidden else [change.before, change.after]
            for change in one.changes
        },
    }
