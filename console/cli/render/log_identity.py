"""A log's identity and kind in a line, in Chinese and English."""

from __future__ import annotations

from typing import Any

from store.port import LogIdentity, LogKind

_KINDS = {
    LogKind.REAL: "真实 real",
    LogKind.SIMULATED: "演练 simulated",
    LogKind.MIXED: "混合，只可查阅，请先拆分 mixed, read only until split: jixiao split",
    None: "未定，首次启用时确定 open until its first use",
}


def kind_words(kind: LogKind | None) -> str:
    """A kind in words."""
    return _KINDS[kind]


def identity_line(identity: LogIdentity) -> str:
    """The log id, the copy id and the kind of a log."""
    kind = kind_words(identity.kind)
    return f"库标识 log {identity.id}，副本 copy {identity.copy}，性质 kind {kind}"


def identity_json(identity: LogIdentity) -> dict[str, Any]:
    """The same as JSON."""
    kind = identity.kind.value if identity.kind else None
    return {"id": str(identity.id), "copy": str(identity.copy), "kind": kind}
