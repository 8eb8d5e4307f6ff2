"""How each kind of fault strikes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from faults.field import Field
from faults.kind import Kind
from faults.kinds import KINDS
from faults.plan import Fault
from faults.strikes import again, clocks, dropping, killing, storing
from faults.strikes.target import Came, Hit, Target

__all__ = ["IN_THE_END", "STRIKES", "Came", "Hit", "Target"]

Ask = Callable[[Field, Fault], Awaitable[Came]]
Strike = Callable[[Target, Fault], Awaitable[Hit]]

_OTHERS: dict[str, Strike] = {
    "request-dropped": dropping.drop_request,
    "reply-dropped": dropping.drop_reply,
    "worker-cut-off": dropping.cut_worker_off,
    "repeated-at-once": again.repeat_at_once,
    "repeated-later": again.repeat_later,
    "id-reused": again.reuse_id,
    "store-full": storing.fill,
    "store-locked": storing.lock,
    "clock-forward": clocks.jump_forward,
    "clock-back": clocks.go_back,
    "clock-skipped": clocks.skip,
}


def _strike_of(kind: Kind) -> Strike:
    if kind.step:
        return killing.kill_at_step
    return killing.kill if kind.kills else _OTHERS[kind.id]


STRIKES: dict[str, Strike] = {kind.id: _strike_of(kind) for kind in KINDS}
"""What carries out a fault, by the id of its kind."""

IN_THE_END: dict[str, Ask] = {
    **{kind.id: killing.was_at_step for kind in KINDS if kind.step},
    "store-full": storing.was_full,
}
"""What asks of a fault that is left to strike by itself whether it did."""
