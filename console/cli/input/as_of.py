"""The options `--as-of` and `--on`: a log as known on a past day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from console.cli.damaged_log import blamed_on_damage
from console.cli.errors import InputError
from console.settings import data_dir, projection_path, store_url
from domain.kernel.vocabulary import business_date
from projections.boards.projection import Projection
from store import clock
from store.factory import open_log
from store.port import EventLog
from store.views.as_of import PastDay, as_of

if TYPE_CHECKING:
    from projections.explain.causation import Leaves


def past_day(recorded_by: str | None, effective_by: str | None) -> PastDay:
    """The past day of `--as-of` and `--on`; raises `InputError` for an invalid date."""
    return PastDay(day_of("--as-of", recorded_by), day_of("--on", effective_by))


def today_of(past: PastDay) -> date:
    """Today (Asia/Shanghai), or the past day by which the log was recorded, if it is earlier."""
    now = business_date(clock.now())
    return min(now, past.recorded_by or now)


@contextmanager
def past_log(
    data: Path | None, store: str | None, recorded_by: str | None, effective_by: str | None
) -> Iterator[EventLog]:
    """The log of the options, or the log as of the end of a day.

    Raises `InputError` for an invalid date.
    """
    past = past_day(recorded_by, effective_by)
    url = store_url(data_dir(data), store)
    with blamed_on_damage(url), closing(as_of(open_log(url), past)) as log:
        yield log


@contextmanager
def leaves(log: EventLog, data: Path | None) -> Iterator[Leaves]:
    """The leaves of a log that `past_log` gave, linked by the boards that are kept with the data.

    Raises `UnreadableState` and `StoreUnavailable`.
    """
    from projections.explain.kept_links import leaves_of  # noqa: PLC0415 - most ask no causes

    with leaves_of(log, projection_path(data_dir(data))) as found:
        yield found


@contextmanager
def boards(log: EventLog, data: Path, past: PastDay) -> Iterator[Projection]:
    """The boards of a log, caught up: those in the data directory, or temporary ones of a past day.

    `log` is already the log of that day. Raises `UnreadableEvent`.
    """
    if past == PastDay():
        with closing(Projection(log, projection_path(data))) as kept:
            kept.catch_up()
            yield kept
        return
    with (
        TemporaryDirectory(prefix="jixiao-past-") as folder,
        closing(Projection(log, projection_path(Path(folder)))) as made,
    ):
        made.catch_up()
        yield made


def day_of(option: str, given: str | None) -> date | None:
    """The date of an option; raises `InputError` for an invalid date."""
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise InputError("options", None, option, f"{given!r} is no date (YYYY-MM-DD)") from error
