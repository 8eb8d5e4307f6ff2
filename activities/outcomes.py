"""Outcomes: the result of an act as JSON, returned to the client and kept in the command log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.kernel.decider import Decision, Recorded
from domain.kernel.refusal import Code, Refusal
from domain.kernel.request import BadRequest, Request
from domain.kernel.serialization.encode import basis_of
from domain.subjects.catalogues import CATALOGUES
from store.port import MIXED_EN, MIXED_ZH

Json = dict[str, Any]


def accepted(news: Iterable[Recorded[Any]], decisions: Iterable[Decision[Any]] = ()) -> Json:
    """The outcome of an accepted act with its events, and the remarks on it, if any."""
    events = [{"id": str(recorded.id), "name": recorded.event.name} for recorded in news]
    remarks = [{"zh": zh, "en": en} for one in decisions for zh, en in one.remarks]
    told: Json = {"status": "accepted", "events": events}
    return {**told, "remarks": remarks} if remarks else told


def refused(refusal: Refusal) -> Json:
    """The outcome of a refused act, with the names of acts and deadlines in its Chinese text."""
    refusal = CATALOGUES.in_words(refusal)
    told = {
        "status": "refused",
        "code": refusal.code.value,
        "zh": refusal.zh,
        "en": refusal.en,
        "field": refusal.field,
        "basis": [basis_of(answer) for answer in refusal.basis],
    }
    return {**told, "final": True} if refusal.final else told


def unreadable(error: BadRequest) -> Refusal:
    """The refusal of a request that cannot be read."""
    if error.field == "command":
        code = Code.UNKNOWN_ACT
    else:
        code = Code.MISSING_FIELD if error.absent else Code.INVALID_FIELD
    zh, _, en = error.message.partition(" / ")
    told = f"：{zh}" if en else ""
    return Refusal(
        code,
        f"字段 {error.field} 有误{told}，请更正后重新提交。",
        f"{error.field}: {en or error.message}: correct it and submit again.",
        error.field,
    )


def not_adopted(error: Exception) -> Refusal:
    """The refusal of an act in a jurisdiction without adopted rules."""
    return Refusal(
        Code.PACKS_NOT_ADOPTED,
        "本地区尚未采用规则包，请先由财政部门办理 pack.adopt（jixiao init 逐步引导）。",
        f"no decision without adopted rules: {error}",
    )


def read_only() -> Refusal:
    """The refusal of every new act on a log that mixes real years and drills."""
    return Refusal(Code.LOG_READ_ONLY, MIXED_ZH, MIXED_EN, final=True)


def reused(request: Request) -> Refusal:
    """The refusal of an act whose command id is already used for different content."""
    return Refusal(
        Code.COMMAND_ID_REUSED,
        f"命令编号 {request.command_id} 已用于另一内容，请换新编号。",
        f"command id {request.command_id} stands for another content: use a new id.",
        "command_id",
    )
