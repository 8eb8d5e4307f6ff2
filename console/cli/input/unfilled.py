"""Placeholders that a template left in a line: an act is sent only when all are filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.request import BadRequest

MARK = "〔待填〕"
"""The beginning of every placeholder."""


def require_filled(given: dict[str, Any]) -> None:
    """Raise `BadRequest` for the first placeholder of a line, with the fields of the others."""
    left = list(dict.fromkeys(unfilled(given)))
    if not left:
        return
    more = "、".join(left[1:])
    zh = "仍是模板中的待填内容，请填写后再提交" + (f"（另有 {more}）" if more else "")
    others = f" ({len(left) - 1} more: {', '.join(left[1:])})" if more else ""
    en = f"is still the placeholder of a template: fill it in{others}"
    raise BadRequest(left[0], f"{zh} / {en}", absent=True)


def unfilled(value: Any, path: str = "") -> Iterator[str]:
    """The paths of the placeholders in a value, as `actor.id` or `indicators.0.points`."""
    if isinstance(value, str) and value.startswith(MARK):
        yield path
    parts = enumerate(value) if isinstance(value, list) else ()
    for name, part in value.items() if isinstance(value, dict) else parts:
        yield from unfilled(part, f"{path}.{name}" if path else str(name))
