"""Kinds of faults that kill."""

from __future__ import annotations

from faults.kind import Kind, When

_MOMENTS = {
    When.BEFORE: (
        "提交前",
        "decided, nothing written",
        "the act is decided and nothing is written",
    ),
    When.DURING: ("提交中", "written, not committed", "all rows are written and none is committed"),
    When.AFTER: ("提交后", "committed, unreported", "the act is committed and not yet reported"),
}

_VICTIMS = {
    "worker": ("工作进程", {When.BEFORE: 12, When.DURING: 12, When.AFTER: 12}),
    "client": ("客户端", {When.BEFORE: 8, When.DURING: 8, When.AFTER: 10}),
    "server": ("服务器", {When.BEFORE: 4, When.DURING: 4, When.AFTER: 4}),
}

_KILLED = (
    "the worker's note of the moment and of the rows that other connections saw in the log, and "
    "the victim's exit by SIGKILL"
)
_NOT_HALF = "no act is stored in part: when it is sent again, it is stored once"
_NOT_TWICE = "a committed act stays, and the same act sent again is answered from the log"


def kills() -> list[Kind]:
    """One process is killed at the commit of an act."""
    return [
        Kind(
            f"{victim}-killed-{when}",
            f"{zh}被杀（{_MOMENTS[when][0]}）",
            f"{victim} killed, {_MOMENTS[when][1]}",
            when,
            weight,
            f"kill -9 of the {victim} when {_MOMENTS[when][2]}",
            _KILLED,
            _NOT_TWICE if when is When.AFTER else _NOT_HALF,
            (victim,),
        )
        for victim, (zh, weights) in _VICTIMS.items()
        for when, weight in weights.items()
    ]


def kills_together() -> list[Kind]:
    """Several processes are killed at once, after the commit."""
    unheard = "workflow and client find an act in the log that no living process knows"
    return [
        Kind(
            "worker-and-client-killed-after",
            "工作进程与客户端同时被杀（提交后）",
            "worker and client killed at once, committed, unreported",
            When.AFTER,
            6,
            "kill -9 of both after the commit",
            _KILLED,
            unheard,
            ("client", "worker"),
        ),
        Kind(
            "all-killed-after",
            "三者同时被杀（提交后）",
            "all three killed at once, committed, unreported",
            When.AFTER,
            4,
            "kill -9 of client, server and worker after the commit",
            _KILLED,
            unheard,
            ("client", "server", "worker"),
        ),
    ]


def kills_at_steps() -> list[Kind]:
    """The worker is killed at a step that a timer takes."""
    return [
        Kind(
            f"step-killed-{when}",
            f"系统步骤时工作进程被杀（{_MOMENTS[when][0]}）",
            f"worker killed at a timer's step, {_MOMENTS[when][1]}",
            when,
            4,
            "kill -9 of the worker at the next step that a timer or a fan-out takes",
            _KILLED,
            "reminders, due notices, overdue findings and fan-outs come once, whoever dies",
            ("worker",),
            step=True,
        )
        for when in _MOMENTS
    ]
