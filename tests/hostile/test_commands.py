"""Every act, with anything in its fields, on any kind of subject: decided, or refused by name."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from activities.command_handler import CommandHandler
from domain.kernel.decider import Actor
from domain.kernel.request import BadRequest, Request
from domain.kernel.vocabulary import Role
from domain.subjects.command_parsing import command_of
from store import open_log, sqlite_url
from store.views.overlay import Overlay
from tests.hostile.command_line import one_line
from tests.hostile.mutations import examples
from tests.small_log import COUNTY, P1, PACKS, THE_YEAR, at

EXAMPLES = Path(__file__).parents[2] / "examples"
_NO_FIELDS = {"on", "actor", "command", "subject", "project", "budget_year", "id"}

SUBJECTS = (
    *(P1, THE_YEAR, PACKS, f"{THE_YEAR}/unit/U1", f"{COUNTY}/policy/X1"),
    *(f"{COUNTY}/third-party/A1", f"{COUNTY}/work-calendar", f"{COUNTY}/rulings"),
    *("652825/2023/未登记", "000000/1000", "x", ""),
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["9999-12-31", "0001-01-01", "1990-01-01", "2023-02-29", "0", "-1", "NaN"]),
    st.sampled_from(["99999999999999.99", "9" * 5_000, "100.001", "[/red]", "652825", "x" * 2_001]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    st.sampled_from([[], {}, [[]], {"a": []}, [{"code": "x"}], ["P1", "P1"]]),
)


def _acts() -> dict[str, dict[str, Any]]:
    """An act of each kind that a scenario of the examples has."""
    found: dict[str, dict[str, Any]] = {}
    for scenario in sorted(EXAMPLES.glob("*/scenario.jsonl")):
        for line in scenario.read_text("utf-8").splitlines():
            act = json.loads(line)
            found.setdefault(act["command"], act)
    return found


ACTS = _acts()


@st.composite
def requests(draw: st.DrawFn) -> Request:
    name = draw(st.sampled_from(sorted(ACTS)))
    act = ACTS[name]
    fields = {key: value for key, value in act.items() if key not in _NO_FIELDS}
    changed = draw(st.sampled_from(["", *sorted(fields)]))
    if changed:
        fields[changed] = draw(VALUES)
    actor = Actor("p-1", f"{COUNTY}-finance", Role(act["actor"]["role"]))
    return Request(UUID(int=1), draw(st.sampled_from(SUBJECTS)), name, actor, fields)


@examples(400)
@given(request=requests())
def test_whatever_an_act_says_it_is_decided_or_refused_by_the_name_of_a_field(
    data: Path, request: Request
) -> None:
    try:
        command_of(request)
    except BadRequest as error:
        told = error
    else:
        with closing(open_log(sqlite_url(data / "log.db"))) as log:
            outcome = CommandHandler(Overlay(log)).submit(request, at("2023-06-05")).outcome
        assert outcome["status"] in {"accepted", "refused"}
        return
    assert told.field
    assert one_line(told.message.splitlines()[0])
