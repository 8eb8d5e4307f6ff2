"""The days whose acts a log lost, because it was restored or is a copy that took over.

(docs/clock.md, 1283)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.kernel.vocabulary import business_date

SENT_AGAIN_WITHIN = timedelta(days=30)
"""The time after a restore in which an act counts as sent again (inclusive)."""


@dataclass(frozen=True, slots=True)
class LostDays:
    """A restore at an instant; `newest_at` is when the newest act was stored that was kept."""

    newest_at: datetime
    restored_at: datetime

    @property
    def first(self) -> date:
        """The first business day of which acts may be lost."""
        return business_date(self.newest_at)

    @property
    def last(self) -> date:
        """The last such day (inclusive)."""
        return business_date(self.restored_at)

    def has_again(self, stored_at: datetime) -> bool:
        """Whether an event that was stored at an instant may be of an act that was sent again."""
        return self.restored_at <= stored_at <= self.restored_at + SENT_AGAIN_WITHIN

    def explains(self, stored_at: datetime, day: date) -> bool:
        """Whether an act may have been done on a day, lost, and stored again at an instant."""
        return self.has_again(stored_at) and self.first <= day <= self.last
