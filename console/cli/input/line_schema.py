"""The JSON Schema of a line of a file of acts: the fields of an act in their envelope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.cli.input.filled_fields import FILLED, Filled
from console.cli.input.key_kinds import key_kinds
from domain.kernel.message import Command
from domain.kernel.vocabulary import Role

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_MARK: Schema = {"part": "envelope"}


def line_schema(command: type[Command], own: Mapping[str, Any]) -> Schema:
    """The schema of a line with the fields of a command, whose own schema is `own`.

    A field of the envelope has `part: envelope`; a field that `submit` fills has
    `filled_by_submit`. A field that names a key has `offered_by`, the command that lists those that
    fit, and the known kinds of keys as its examples.
    """
    filled = FILLED.get(command.name)
    taken = filled.fields if filled else ()
    keys = key_kinds(command)
    fields = {
        name: {
            **one,
            **({"filled_by_submit": True} if name in taken else {}),
            **(_key(command, keys[name]) if name in keys else {}),
        }
        for name, one in own.get("properties", {}).items()
    }
    around = {name: {**one, **_MARK} for name, one in _envelope(command).items()}
    needed = [name for name in own.get("required", ()) if name not in taken]
    return {
        **own,
        "properties": {**around, **fields, **_source(filled)},
        "required": ["actor", "command", *needed],
    }


def _key(command: type[Command], kinds: tuple[str, ...]) -> Schema:
    """The marks of a field that names a key."""
    offered: Schema = {"offered_by": f"jixiao acts SUBJECT {command.name}"}
    return offered | ({"examples": list(kinds)} if kinds else {})


def _envelope(command: type[Command]) -> Mapping[str, Schema]:
    roles = sorted(role.value for role in command.who - {Role.SYSTEM})
    return {
        "actor": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "id": {**_TEXT, "description": "人员 / the person who acts"},
                "organisation": {**_TEXT, "description": "单位 / the organisation of the person"},
                "role": {"enum": roles, "description": "角色 / the role in which the person acts"},
            },
            "required": ["id", "organisation", "role"],
        },
        "command": {"const": command.name},
        "subject": {
            **_TEXT,
            "description": "对象，如 652825/2023/P001；省略时由 --jurisdiction、--work-year 确定 / "
            "the subject's stream; where it is left out, the options of submit give it",
        },
        "project": {
            **_TEXT,
            "description": "项目代码，代替 subject / the code of a project, instead of subject",
        },
        "budget_year": {
            "type": ["integer", "string"],
            "description": "project 的预算年度 / of the project; by default the work year",
        },
        "id": {
            "type": "string",
            "format": "uuid",
            "description": "另一次办理的编号 / makes the line another act; not beside again",
        },
        "again": {
            "type": ["integer", "string"],
            "minimum": 2,
            "description": "第几次办理 / for which time the same act is meant",
        },
        "on": {
            "type": "string",
            "format": "date",
            "description": "仅演练 / in the scenario of a drill alone: the day of the act",
        },
    }


def _source(filled: Filled | None) -> Mapping[str, Schema]:
    """The field of the line from which others are filled."""
    if filled is None or filled.source is None:
        return {}
    known = "；省略时用本程序所附 / by default what comes with the program"
    described = f"文件路径 / the path of a file{known if filled.may_be_absent else ''}"
    return {filled.source: {**_TEXT, "description": described, "fills": list(filled.fields)}}
