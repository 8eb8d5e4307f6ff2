"""The frame loader: the subjects that an act selects among or counts, as the log has them."""

from __future__ import annotations

from datetime import date

from activities.frame_loader import frame_of
from activities.state_cache import StateCache
from domain.kernel.subject_ids import parse_subject
from domain.subjects.jurisdiction_year.round_analysis import AnalyseRound
from testkit.builders.bureau import THREE, Bureau, a_half_year
from testkit.fixtures import bureau, log

__all__ = ["bureau", "log"]

MAY = date(2023, 5, 31)


def test_an_analysis_sees_the_rounds_of_the_projects_of_its_own_year(bureau: Bureau) -> None:
    a_half_year(bureau)
    known = StateCache(bureau.log)
    year = parse_subject("652825/2023")
    act = AnalyseRound(node=MAY, text="平稳")
    frame = frame_of(bureau.log, known, year, act, lambda *_: None)  # type: ignore[arg-type]
    assert frame is not None
    assert frame.position == bureau.log.last_position()
    rounds = {one.code: one.facts["rounds"][str(MAY)] for one in frame.members}
    assert list(rounds) == [one.rpartition("/")[2] for one in THREE]
    assert [one["filed"] for one in rounds.values()] == [True, True, False]
    assert [one["late"] for one in rounds.values()] == [False, True, False]
    assert [one["reviewed"] for one in rounds.values()] == [True, False, False]
