"""The text of an explained decision: who, when, which data, which rule, outcome, and reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.cli.render.annotated import annotated_as, annotated_lines
from console.cli.render.event_titles import content_of, title_of
from console.cli.render.field_words import asked_of, told_whole, value_of
from console.cli.render.history_highlights import was_given_late
from console.cli.render.imported import imported_as, imported_lines
from console.cli.render.labelled_fields import content_in_words
from console.cli.render.problem_words import flag_lines
from console.cli.render.round_words import analysis_lines, score_lines
from console.cli.render.rules_words import REASONS, STATUSES, rule_name, word
from console.cli.render.source_places import place_of
from domain.kernel.decider import Recorded
from domain.kernel.vocabulary import SHANGHAI
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.names import role_names
from domain.shared.signatures.asked import OFFICE_NAMES
from domain.shared.signatures.messages import ActSigned
from domain.subjects.jurisdiction_year.round_analysis import RoundAnalysed
from domain.subjects.project_year.results.flags import flags_in
from projections.explain.explanation import Explained, Linked
from projections.explain.rule_citations import Ground


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; `quote` lines are verbatim."""

    heading: str
    lines: tuple[str, ...]
    quote: bool = False


@dataclass(frozen=True, slots=True)
class DecisionText:
    """The text of a decision: its title, time and actor, and the sections below."""

    id: str
    title: str
    name: str
    refused: bool
    when: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def tell(one: Explained) -> DecisionText:
    """The text of a decision."""
    if one.recorded is not None:
        recorded, actor = one.recorded, one.recorded.actor
        data = recorded.event.data()
        return DecisionText(
            id=str(recorded.id),
            title=_title(recorded, data),
            name=recorded.event.name,
            refused=False,
            when=(
                ("生效 effective", recorded.effective_on.isoformat()),
                ("登记 recorded", _moment(recorded.recorded_at)),
                ("入库 stored", _moment(recorded.stored_at)),
                ("经办 by", _actor(actor.id, actor.organisation, actor.role)),
            ),
            sections=tuple(_sections(one, recorded.event.name, data)),
        )
    row = one.row
    if row is None:
        raise ValueError("neither an event nor a refused act")
    given = row.act["actor"]
    return DecisionText(
        id=str(row.command_id),
        title="拒绝 refused",
        name=row.act["command"],
        refused=True,
        when=(
            ("登记 recorded", _moment(row.recorded_at)),
            ("入库 stored", _moment(row.stored_at)),
            ("经办 by", _actor(given["id"], given["organisation"], given["role"])),
        ),
        sections=tuple(_refusal(one)),
    )


def _sections(one: Explained, name: str, data: dict[str, Any]) -> Iterator[Section]:
    """The result and what led to it first, the ids of the system last."""
    content = content_in_words(name, data, whole=True)
    if content:
        yield Section("结果 result", (content,))
    if data.get("chain"):
        yield Section("等次链 chain of the grade", tuple(_chain(data["chain"])))
    if flags_in(data):
        yield Section("标记 flags", flag_lines(data))
    yield from _of_monitoring(one, data)
    if one.causes:
        yield Section("起因 caused by", tuple(map(_linked, one.causes)))
    yield from _grounds(one)
    if one.effects:
        yield Section("后果 led to", tuple(map(_linked, one.effects)))
    yield from _recorded(one)
    yield _ids(one, f"{name} {one.recorded.id}" if one.recorded else name)


def _recorded(one: Explained) -> Iterator[Section]:
    """How the act came into the log, and who was entitled to it."""
    if one.held is not None:
        yield Section("任职 held the role", (f"{one.held.days} · {one.held.document}",))
    if one.signed is not None:
        yield Section("签署 signed by", tuple(_signatures(one.signed.event)))
    if one.imported is not None:
        yield Section("导入 imported", tuple(imported_lines(imported_as(one.imported))))
    if one.annotations:
        lines = annotated_lines(annotated_as(one.annotations, one.resting))
        yield Section("日期更正 annotated", tuple(lines))


def _signatures(event: ActSigned) -> Iterator[str]:
    """Everybody who signed, in their order; the first is the proposer."""
    for one in event.signatures:
        office = OFFICE_NAMES[one.office] if one.office else "经办人"
        yield f"{office} {one.person} · {one.on}"


def _of_monitoring(one: Explained, data: dict[str, Any]) -> Iterator[Section]:
    if "monitoring_scores" in data:
        yield Section("监控评分 monitoring scores", tuple(score_lines(data["monitoring_scores"])))
    if one.recorded is not None and isinstance(one.recorded.event, RoundAnalysed):
        yield Section("监控结果分析 analysis", tuple(analysis_lines(data)))


def _refusal(one: Explained) -> Iterator[Section]:
    row = one.row
    if row is not None:
        outcome = row.outcome
        yield Section("理由 why", (outcome["zh"], outcome["en"]))
        asked = content_of(row.act["fields"])
        if asked:
            yield Section("所请 asked", (asked,))
    yield from _grounds(one)
    if row is not None:
        field = f" {row.outcome['field']}" if row.outcome.get("field") else ""
        yield _ids(one, f"{row.act['command']} {row.outcome['code']}{field}")


def _chain(chain: list[dict[str, Any]]) -> Iterator[str]:
    for number, step in enumerate(chain, start=1):
        before = word(step["before"]) if step.get("before") else "–"
        after = f"{word(step['after'])}（{step['clause']}）"
        yield f"{number}. {word(step['step'])}: {before} → {after}"


def _grounds(one: Explained) -> Iterator[Section]:
    for ground in one.grounds:
        heading = f"规则 rule {rule_name(ground.rule)}（{ground.on}）"
        yield Section(heading, tuple(_asked(ground)))
        for quoted in ground.quotes:
            head = f"条款 {quoted.clause} · {quoted.pack} · 自 since {quoted.since}"
            place = place_of(quoted.document, quoted.quote)
            yield Section(head, (f"“{quoted.quote}”", place), quote=True)
        for read in ground.readings:
            reading = read.ruling or "–"
            lines = [f"{STATUSES.get(read.status, read.status)}: {reading}"]
            lines += [f"原文 phrase: {read.phrase}"] if read.phrase else []
            lines += [f"理由 reason: {read.reason}"] if read.reason else []
            yield Section(f"口径 {read.ambiguity}", tuple(lines))


def _asked(ground: Ground) -> Iterator[str]:
    """The outcome of a rule, the data that it was asked with, and what the rule says."""
    if ground.reason:
        yield f"结论 outcome: {REASONS[ground.reason]}"
    else:
        yield f"结论 outcome: {_in_words(ground.outcome)}"
    if ground.input:
        yield f"依据数据 on: {_in_words(ground.input)}"
    for value in ground.values:
        yield f"规定 the rule: {_in_words(value)}"


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return told_whole(value, asked_of)
    return value_of("", value, asked_of)


def _ids(one: Explained, first: str) -> Section:
    """What the decision is called by programs: its event, the rules and the texts behind them."""
    rules = dict.fromkeys(ground.rule for ground in one.grounds)
    packs = dict.fromkeys(pack for ground in one.grounds for pack in ground.packs)
    told_packs = (f"{code}@{sha256[:12]}" for code, sha256 in packs)
    return Section("系统编号 ids", (first, *([" ".join((*rules, *told_packs))] if rules else [])))


def _title(recorded: Recorded[Any], data: dict[str, Any]) -> str:
    title = title_of(recorded.event.name, data)
    late = isinstance(recorded.event, Passed) and was_given_late(data, recorded.recorded_at)
    return f"{title}（补发）" if late else title


def _linked(linked: Linked) -> str:
    title = title_of(linked.name, dict(linked.data))
    return f"{linked.effective_on} {title} {linked.name} · {linked.stream} · {linked.event_id}"


def _actor(person: str, organisation: str, role: str) -> str:
    return f"{person} · {organisation} · {role_names(role)}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
