"""The positions that are in the other log: known range by range, and no other."""

from __future__ import annotations

from store.splitting.elsewhere import EVENT, Elsewhere, Gaps


def ranges(rows: str, *, dense: bool, at: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    """The ranges for rows that are ours (`+`) or in the other log (`-`), by default from 1 on."""
    gaps = Gaps(dense=dense)
    for row, position in zip(rows, at or range(1, len(rows) + 1), strict=True):
        (gaps.taken if row == "+" else gaps.missed)(position)
    return gaps.ranges()


def test_rows_of_the_other_log_make_ranges_up_to_our_last_row() -> None:
    for dense in (True, False):
        assert ranges("", dense=dense) == []
        assert ranges("+++", dense=dense) == []
        assert ranges("+-+--+", dense=dense) == [(2, 2), (4, 5)]
        assert ranges("--+--", dense=dense) == [(1, 2)]
        assert ranges("--", dense=dense) == []


def test_a_row_that_the_source_had_lost_already_is_no_known_gap_of_a_dense_one() -> None:
    lost = (1, 3, 4, 6)
    assert ranges("++-+", dense=True, at=lost) == [(4, 4)]
    assert ranges("++-+", dense=False, at=lost) == [(2, 2), (4, 5)]


def test_a_gap_is_explained_as_a_whole_only() -> None:
    known = Elsewhere(frozenset({(EVENT, 4, 5)}))
    assert known.explains(EVENT, 3, 6)
    assert not known.explains(EVENT, 3, 5)
    assert not known.explains(EVENT, 2, 6)
    assert not known.explains("command", 3, 6)
