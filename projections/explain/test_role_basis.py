"""By which assignment an act was taken: one that was given before it."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from domain.kernel.subject_ids import organisations
from projections.explain.role_basis import RoleBasis
from projections.explain.unread import Unread
from store import migrate, open_log, sqlite_url
from testkit.builders.bureau import COUNTY, FINANCE, P001, REGISTERED, Bureau

PEOPLE = organisations(COUNTY)


def test_the_act_by_which_somebody_gives_themselves_a_role_does_not_rest_on_it(
    tmp_path: Path,
) -> None:
    url = sqlite_url(tmp_path / "log.db")
    migrate(url)
    with closing(open_log(url)) as log:
        bureau = Bureau(log)
        bureau.adopt_packs()
        whose = {"person": FINANCE.id, "organisation": COUNTY, "role": "finance"}
        days = {"since": "2023-01-01", "document": "任职通知"}
        bureau.act(PEOPLE, "role.assign", date(2023, 1, 5), FINANCE, **whose, **days)
        bureau.act(P001, "project.add", date(2023, 1, 10), FINANCE, **REGISTERED)
        (given,), (added,) = log.read(PEOPLE), log.read(P001)
        assert RoleBasis(log, PEOPLE, Unread()).of(given) is None
        held = RoleBasis(log, P001, Unread()).of(added)
        assert held is not None
        assert held.event_id == given.id
