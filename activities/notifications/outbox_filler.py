"""The outbox filler: it writes letters into the outbox for new events of the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from activities.notifications.letter_settings import MailSettings, mail_settings
from activities.resumption import is_simulated
from activities.state_cache import StateCache
from domain.kernel.bounded_cache import BoundedCache
from domain.kernel.decider import Recorded
from domain.kernel.serialization.envelope import unseal
from domain.kernel.subject_ids import SubjectKind, organisations, parse_subject
from domain.shared.deadlines.deadline_acts import Passed
from domain.shared.deadlines.endorsements import filing_of
from domain.shared.letters.text import Cited, LetterText, Recipient, letters_of, tells, written_on
from domain.shared.letters.types import About
from domain.shared.people.departments import department_above
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.jurisdiction_year.opening import YearOpened
from domain.subjects.policies.state import Policy
from domain.subjects.project_year.state import ProjectYear
from domain.subjects.unit_year.state import UnitYear
from projections.explain.rule_citations import RuleCitations
from store.outbox import Channel, Letter, Outbox, letter_id
from store.port import EventLog, Notification

_BATCH = 500

_KEPT_JURISDICTIONS = 4096
"""The bound of a cache: more jurisdictions than the country has counties."""


class OutboxFiller:
    """Writes the letters of a log, starting at the outbox's own position.

    In a drill it writes letters only with `drill`, and never mail. Not safe to use from several
    threads at once; several processes may write the same outbox.
    """

    def __init__(
        self, events: EventLog, outbox: Outbox, data_dir: Path, *, drill: bool = False
    ) -> None:
        """Write to `outbox`; the addresses are read from `data_dir` before every batch."""
        self._events = events
        self._outbox = outbox
        self._data_dir = data_dir
        self._drill = drill
        self._state_cache = StateCache(events)
        self._citations = RuleCitations(events)
        self._simulated = BoundedCache[str, bool](_KEPT_JURISDICTIONS)

    def catch_up(self) -> None:
        """Write all letters up to the end of the log; raises `BadSettings`, `StoreUnavailable`."""
        while batch := self._events.notifications(self._outbox.position(), _BATCH):
            settings = mail_settings(self._data_dir)
            letters = [letter for one in batch for letter in self._letters(one, settings)]
            self._outbox.take_in(letters, batch[-1].position)

    def _letters(self, one: Notification, settings: MailSettings | None) -> Iterator[Letter]:
        if one.topic.startswith(f"{YearOpened.name}@"):
            self._simulated.clear()
        if not tells(one.topic, CATALOGUES):
            return
        recorded = unseal(one.topic, one.state)
        about = self._above(recorded, self._about(recorded.stream))
        simulated = self._is_simulated(about.jurisdiction)
        if simulated and not self._drill:
            return
        mailed = None if simulated else settings
        for told in letters_of(recorded, about, self._cited(recorded), CATALOGUES):
            for channel in _channels(told.recipient, mailed):
                yield _letter(recorded, channel, told)

    def _is_simulated(self, jurisdiction: str) -> bool:
        return self._simulated.get_or_make(
            jurisdiction, lambda: is_simulated(self._events, jurisdiction)
        )

    def _about(self, stream: str) -> About:
        subject = parse_subject(stream)
        state = self._state_cache.newest(subject)
        institution = subject.code if subject.kind is SubjectKind.THIRD_PARTY else None
        return About(stream, subject.jurisdiction, **_named(state), institution=institution)

    def _above(self, recorded: Recorded[Any], about: About) -> About:
        """With the department by then, for a step around the day of its review of a filing."""
        event = recorded.event
        if not isinstance(event, Passed) or not filing_of(event.deadline) or about.unit is None:
            return about
        people = self._state_cache.newest(parse_subject(organisations(about.jurisdiction)))
        known = (people.superiors, people.successions)
        above = department_above(*known, about.unit, about.stream, written_on(recorded))
        return replace(about, department=above)

    def _cited(self, recorded: Recorded[Any]) -> list[Cited]:
        quotes = [quote for basis in recorded.basis for quote in self._citations.of(basis).quotes]
        cited = [Cited(quote.clause, quote.quote) for quote in quotes]
        return list(dict.fromkeys(cited))


def _letter(recorded: Recorded[Any], channel: Channel, told: LetterText) -> Letter:
    whom = told.recipient
    return Letter(
        letter_id(recorded.id, channel, whom.role, whom.organisation),
        recorded.id,
        channel,
        whom.role,
        whom.organisation,
        written_on(recorded),
        told.title,
        told.body,
    )


def _channels(recipient: Recipient, settings: MailSettings | None) -> list[Channel]:
    mailed = settings and settings.addresses_of(recipient.role, recipient.organisation)
    return [Channel.FILE, Channel.SMTP] if mailed else [Channel.FILE]


def _named(state: Any) -> dict[str, Any]:
    """The names of a subject for a letter."""
    if isinstance(state, ProjectYear) and state.project:
        known: Any = state.project
    elif isinstance(state, Policy) and state.policy:
        known = state.policy
    elif isinstance(state, UnitYear) and state.unit:
        unit = state.unit
        return {"name": unit.name, "unit": unit.code, "unit_name": unit.name}
    else:
        return {}
    return {
        "name": known.name,
        "unit": known.unit,
        "unit_name": known.unit_name,
        "confidential": known.confidential,
    }
