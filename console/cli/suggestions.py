"""The words that complete an argument: subjects, units, acts and keys, read from the boards.

A suggestion opens the boards read-only and brings nothing up to date, so it answers at once; what
the boards do not have yet is not suggested. A confidential subject is suggested without its name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

MOST = 200
"""The number of words that are suggested."""

_SUBJECT = """
    SELECT {0}, kind, CASE WHEN confidential THEN '' ELSE COALESCE(name, '') END
    FROM subject WHERE {0} LIKE ? ESCAPE '\\' ORDER BY 1 LIMIT 200"""


def subjects(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Streams that begin so, and codes where no place is written yet."""
    begins = _begins(incomplete)
    found = [*_asked(ctx, _SUBJECT.format("stream"), begins)]
    if "/" not in incomplete:
        found += _asked(ctx, _SUBJECT.format("code"), begins)
    return [(word, f"{kind} {name}".strip()) for word, kind, name in found][:MOST]


def units(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """The codes of units."""
    statement = (
        "SELECT unit, MAX(unit_name) FROM subject WHERE unit LIKE ? ESCAPE '\\'"
        " GROUP BY unit ORDER BY unit LIMIT 200"
    )
    return [(unit, name or "") for unit, name in _asked(ctx, statement, _begins(incomplete))]


def jurisdictions(ctx: Any, incomplete: str) -> list[str]:
    """The codes of jurisdictions."""
    statement = (
        "SELECT DISTINCT jurisdiction FROM subject WHERE jurisdiction LIKE ? ESCAPE '\\' ORDER BY 1"
    )
    return [code for (code,) in _asked(ctx, statement, _begins(incomplete))]


def years(ctx: Any, incomplete: str) -> list[str]:
    """The years of subjects, the newest first."""
    statement = (
        "SELECT DISTINCT year FROM subject WHERE CAST(year AS TEXT) LIKE ? ESCAPE '\\'"
        " ORDER BY 1 DESC"
    )
    return [str(year) for (year,) in _asked(ctx, statement, _begins(incomplete))]


def roles(incomplete: str) -> list[tuple[str, str]]:
    """The roles by their ids, and in Chinese where that is begun."""
    from domain.shared.names import ROLES  # noqa: PLC0415 - one option needs them

    by_id = [(role, name.zh) for role, name in ROLES.items() if role.startswith(incomplete)]
    in_chinese = [(name.zh, role) for role, name in ROLES.items() if name.zh.startswith(incomplete)]
    return [(str(word), str(other)) for word, other in (*by_id, *in_chinese)]


def acts(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """The acts on the subject that stands before, by its kind; else all acts."""
    from domain.kernel.subject_ids import SubjectKind  # noqa: PLC0415 - one argument needs them
    from domain.subjects.catalogues import CATALOGUES  # noqa: PLC0415

    kinds = {kind for _, kind in _meant(ctx)} or {kind.value for kind in SubjectKind}
    known = {
        act.name: act.title
        for kind in kinds
        for act in CATALOGUES.by_kind[SubjectKind(kind)].all_acts()
    }
    return [(name, title) for name, title in known.items() if name.startswith(incomplete)]


def keys(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """The keys that fit the act and the subject that stand before; else the subject's deadlines.

    The deadlines are those with a day, and those that are waited for; their days are shown.
    """
    found = dict[str, str]()
    for stream, _ in _meant(ctx):
        waits = (
            "SELECT substr(value, instr(value, ':') + 1), '' FROM subject, json_each(waiting_for)"
        )
        found |= dict(_asked(ctx, f"{waits} WHERE stream = ?", stream))
        days = "SELECT deadline, due FROM deadline WHERE stream = ? ORDER BY due"
        found |= dict(_asked(ctx, days, stream))
        fits = _fitting(ctx, stream)
        found = {key: found.get(key, "") for key in fits} if fits else found
    return [(key, due) for key, due in found.items() if key.startswith(incomplete)][:MOST]


def _fitting(ctx: Any, stream: str) -> list[str]:
    """The keys that fit the act that stands before; none where no act with keys does."""
    act = ctx.params.get("command") or next(iter(ctx.args[1:]), "")
    if not act:
        return []
    from activities.trial import Trial  # noqa: PLC0415 - the keys of an act alone need the log
    from console.settings import data_dir, store_url  # noqa: PLC0415
    from store import clock  # noqa: PLC0415
    from store.factory import open_log  # noqa: PLC0415

    given = ctx.params.get("data")
    url = store_url(data_dir(Path(given) if given else None), ctx.params.get("store"))
    with closing(open_log(url)) as log:
        trial = Trial(log, stream, clock.now())
        known = {command.name: command for command in trial.decider.COMMANDS}
        if act not in known:
            return []
        command = known[act]
        return [key for name in command.model_fields for key in trial.keys(command, name, {})]


def names(ctx: Any, incomplete: str) -> list[str]:
    """The names of the commands, or of the events, whose schema is asked for."""
    import domain.subjects.registry  # noqa: F401, PLC0415 - registers every command and event
    from domain.kernel.message import Command, Event  # noqa: PLC0415

    of_events = "events" in {ctx.params.get("what"), *ctx.args}
    found = Event.by_name if of_events else Command.by_name
    return sorted(name for name in found if name.startswith(incomplete))[:MOST]


def _meant(ctx: Any) -> list[tuple[str, str]]:
    """The streams that the subject before may stand for, each with its kind."""
    from domain.kernel.subject_ids import subject_of  # noqa: PLC0415 - one argument needs it

    # before the value of an option the arguments are not read yet
    given = ctx.params.get("subject") or next(iter(ctx.args), "")
    known = subject_of(given)
    if known is not None:
        return [(given, known.kind.value)]
    statement = (
        "SELECT stream, kind FROM subject WHERE ?1 <> '' AND (code = ?1 OR stream LIKE '%/' || ?1)"
    )
    return [(stream, kind) for stream, kind in _asked(ctx, statement, given)]


def _begins(incomplete: str) -> str:
    """The pattern of texts that begin so."""
    escaped = incomplete.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"


def _asked(ctx: Any, statement: str, *values: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement on the boards; none where there are no boards."""
    from console.settings import data_dir, projection_path  # noqa: PLC0415 - help needs none

    given = ctx.params.get("data")
    path = projection_path(data_dir(Path(given) if given else None))
    if not path.exists():
        return
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.2)) as boards:
        yield from boards.execute(statement, values).fetchall()
