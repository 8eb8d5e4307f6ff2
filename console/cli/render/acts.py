"""The acts of `jixiao acts` on a terminal: those that are possible now, by whom, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from console.cli.render import board_words as words
from console.cli.render.board_tables import or_none, table
from console.cli.render.wrapping import Words
from console.cli.templates.drafts import Now
from console.cli.templates.field_names import FIELD_NAMES
from console.cli.templates.possible import PossibleAct
from domain.kernel.refusal import Code

NOW: dict[Now, tuple[str, str]] = {
    "taken": ("可办 now", "green"),
    "fill": ("填写后可办 once filled in", "green"),
    "depends": ("视填写内容而定 depends", "yellow"),
    "refused": ("不可办 not now", "red"),
}
"""The words for how an act would come out, with their styles."""

_OVER = frozenset(
    {Code.WRONG_PHASE, Code.ALREADY_REVIEWED, Code.DUPLICATE, Code.UNKNOWN_SUBJECT, Code.WRONG_ROLE}
)
"""Refusals of acts that are out of place here: they are shown on request."""


_OF_ACTOR = {"actor.id": "人员代码", "actor.organisation": "单位代码"}


def is_near(act: PossibleAct) -> bool:
    """Whether an act is possible, or refused for something that a person can put right now."""
    return act.refusal is None or act.now == "depends" or act.refusal.code not in _OVER


def render_acts(title: str, acts: Sequence[PossibleAct], *, every: bool) -> RenderableType:
    """The acts by how they would come out; with `every` those that are out of place too."""
    shown = [act for act in acts if every or is_near(act)]
    drawn = table(None, "事项 act", "谁 who", "现在 now", "说明 what is missing, or why not")
    for alike in _alike(shown):
        act, (now, style) = alike[0], NOW[alike[0].now]
        roles = "、".join(words.role(one.role) for one in alike)
        drawn.add_row(f"{act.title} {act.command}", roles, Text(now, style=style), why(act))
    parts: list[RenderableType] = [Words.of(Text(title, style="bold")), or_none(drawn)]
    if not any(act.now != "refused" for act in acts):
        parts.append(Words.of(Text(_nothing(acts), style="yellow")))
    left = len(acts) - len(shown)
    if left:
        parts.append(Text(f"另有 {left} 项现在不可办 / {left} more not now: --all", style="dim"))
    return Group(*parts)


def _alike(acts: Iterable[PossibleAct]) -> list[list[PossibleAct]]:
    """The acts, those that are possible first; an act by several roles for which it is alike."""
    found: dict[tuple[str, Now, str], list[PossibleAct]] = {}
    for act in acts:
        found.setdefault((act.command, act.now, why(act)), []).append(act)
    order = list(NOW)
    return sorted(found.values(), key=lambda alike: order.index(alike[0].now))


def _nothing(acts: Sequence[PossibleAct]) -> str:
    """That nothing can be done, and the reason that most acts have in common."""
    refusals = [(act.refusal.zh, act.refusal.en) for act in acts if act.refusal]
    zh, en = max(refusals, key=refusals.count) if refusals else ("", "")
    return f"目前没有可办理的事项：{zh} / nothing can be done now: {en}"


def why(act: PossibleAct) -> str:
    """The refusal of an act, or the fields that are still to be filled in."""
    if act.refusal is not None:
        return f"{act.refusal.zh} {act.refusal.en}"
    fields = [path for path in act.to_fill if not path.startswith("actor.")]
    return f"待填 to fill: {_fields(fields)}" if fields else "–"


def hints(act: PossibleAct) -> Iterator[str]:
    """The lines about a template: what is to be filled in, what may be added, which keys fit."""
    yield f"{act.title} {act.command} · {words.role(act.role)} · {NOW[act.now][0]}"
    if act.refusal is not None:
        yield f"{act.refusal.zh} / {act.refusal.en}"
    if act.to_fill:
        yield f"待填 to fill: {_fields(act.to_fill)}"
    if act.optional:
        yield f"可选 optional: {_fields(act.optional)}"
    if isinstance(act.template.get("replacement"), dict):
        yield (
            "replacement 已按原办理内容填好，请改正其中有误之处 / has the act as it was taken: "
            "change what is wrong in it"
        )
    for field, keys in act.keys.items():
        yield f"{field} 可填 fits: {'、'.join(keys)}"


def _fields(paths: Iterable[str]) -> str:
    """Each field once, with its name in Chinese."""
    fields = dict.fromkeys(_place(path) for path in paths)
    return "、".join(fields)


def _place(path: str) -> str:
    parts = [part for part in path.split(".") if not part.isdecimal()]
    name = _OF_ACTOR.get(path) or FIELD_NAMES[parts[-1]]
    return f"{'.'.join(parts)}（{name}）"


def act_json(act: PossibleAct) -> dict[str, Any]:
    """An act as JSON values."""
    refusal = act.refusal
    return {
        "command": act.command,
        "title": act.title,
        "role": act.role.value,
        "now": act.now,
        "refusal": refusal
        and {
            "code": refusal.code.value,
            "zh": refusal.zh,
            "en": refusal.en,
            "field": refusal.field,
        },
        "to_fill": list(act.to_fill),
        "optional": list(act.optional),
        "keys": {field: list(keys) for field, keys in act.keys.items()},
        "template": dict(act.template),
    }
