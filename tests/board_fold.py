"""A fold of the log that knows nothing of the boards: what they have to answer, reckoned anew.

It reads every stream, takes phases and waits from the deciders' views, and reckons days and
lateness from the events alone. The rules of the example give no day; notices, extensions and
notified rectifications do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.kernel.decider import InForce, Recorded, View
from domain.kernel.subject_ids import Subject, SubjectKind, parse_subject, rulings, work_calendar
from domain.kernel.vocabulary import business_date
from domain.rules import RuleBook
from domain.subjects.registry import DECIDERS
from store.packs.packaged_packs import packaged_packs
from store.port import EventLog

Json = dict[str, Any]

FILED = {
    "exante.report-filed": ("exante.report", "unit"),
    "target.filed": ("target.filing", "unit"),
    "monitoring.result-filed": ("monitoring.result", "unit"),
    "rectification.reported": ("rectification.report", "unit"),
    "self-evaluation.filed": ("self-evaluation.filing", "unit"),
    "department-evaluation.report-filed": ("department-evaluation.report", "department"),
    "overall-target.filed": ("overall-target.filing", "unit"),
    "overall-monitoring.filed": ("overall-monitoring.filing", "unit"),
    "overall-self-evaluation.filed": ("overall-self-evaluation.filing", "unit"),
}
SENT_BACK = {
    "exante.returned": "exante.report",
    "target.returned": "target.filing",
    "monitoring.returned": "monitoring.result",
    "rectification.rejected": "rectification.report",
    "self-evaluation.returned": "self-evaluation.filing",
    "department-evaluation.returned": "department-evaluation.report",
    "overall-target.returned": "overall-target.filing",
    "overall-monitoring.returned": "overall-monitoring.filing",
    "overall-self-evaluation.returned": "overall-self-evaluation.filing",
}
SETTLED = {
    "department-evaluation.selected": ("department-evaluation.selection", "department"),
    "overall-target.returned": ("overall-target.review", "finance"),
    "overall-target.approved": ("overall-target.review", "finance"),
}
"""What is done without a filing, of what the tests give a day."""

STATES = {"remind": "reminded", "due": "due", "overdue": "overdue", "escalate": "escalated"}


@dataclass
class Filed:
    """What was filed under a key: first when, by which day it was judged, whether it came back."""

    by: str
    first: date
    due: date | None
    late: bool
    back: bool = False


@dataclass
class Life:
    """One stream: its subject, its state, and what its events say of days."""

    subject: Subject
    state: Any = None
    registered: Json = field(default_factory=dict)
    filed: dict[str, Filed] = field(default_factory=dict)
    settled: dict[str, tuple[str, date]] = field(default_factory=dict)
    own: dict[str, date] = field(default_factory=dict)
    passed: dict[tuple[str, date], str] = field(default_factory=dict)

    @property
    def belongs(self) -> tuple[str | None, str | None]:
        """The unit's code and name."""
        if self.subject.kind is SubjectKind.UNIT_YEAR:
            return self.subject.code, self.registered.get("unit_name")
        return self.registered.get("unit"), self.registered.get("unit_name")

    @property
    def name(self) -> str | None:
        """The name of what was registered."""
        kinds = {SubjectKind.UNIT_YEAR: "unit_name", SubjectKind.PROJECT_YEAR: "project_name"}
        found = self.registered.get(kinds.get(self.subject.kind, "institution_name"))
        return None if found is None else str(found)


@dataclass
class Fold:
    """The whole log: its lives, the notices and parameters of its work years, its last day."""

    lives: dict[str, Life] = field(default_factory=dict)
    notices: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    last: date = date.min
    _views: dict[str, View] = field(default_factory=dict)
    _bound: dict[tuple[str, int | None], InForce] = field(default_factory=dict)

    def take(self, recorded: Recorded[Any]) -> None:
        """Take in an event; what a stream says of itself stays with it."""
        life = self.lives.get(recorded.stream)
        if life is None:
            life = self.lives[recorded.stream] = Life(parse_subject(recorded.stream))
            life.state = DECIDERS[life.subject.kind].initial(recorded.stream)
        life.state = DECIDERS[life.subject.kind].evolve(life.state, recorded)
        self.last = max(self.last, business_date(recorded.recorded_at))
        self._days(life, recorded)
        note_filing(life, recorded)

    def _days(self, life: Life, recorded: Recorded[Any]) -> None:
        event, name = recorded.event, recorded.event.name
        if name in {"project.added", "history.imported", "unit.added", "third-party.registered"}:
            life.registered = event.data()
        elif name == "deadline.day-set" and life.subject.kind is SubjectKind.JURISDICTION_YEAR:
            self.notices[life.subject.year or 0][event.deadline] = event.due
        elif name in {"deadline.day-set", "deadline.extended"}:
            life.own[event.deadline] = getattr(event, "due", None) or event.until
        elif name == "rectification.notified" and event.rectify_by:
            life.own.setdefault(keyed("rectification.report", event), event.rectify_by)
        elif name == "deadline.passed":
            life.passed[event.deadline, event.due] = STATES[event.step]

    def view(self, life: Life) -> View:
        """The subject as its decider shows it, by the packs of the package; reckoned once."""
        stream = life.subject.stream
        if stream not in self._views:
            decider = DECIDERS[life.subject.kind]
            self._views[stream] = decider.view(life.state, self._in_force(life.subject))
        return self._views[stream]

    def _in_force(self, subject: Subject) -> InForce:
        place = (subject.jurisdiction, subject.year)
        if place not in self._bound:
            self._bound[place] = self._bind(subject)
        return self._bound[place]

    def _bind(self, subject: Subject) -> InForce:
        years = [self._state(f"{subject.jurisdiction}/{year}") for year in self._binding(subject)]
        ruled = self._state(rulings(subject.jurisdiction))
        calendar = self._state(work_calendar(subject.jurisdiction))
        book = RuleBook(packaged_packs(), subject.jurisdiction, ruled.rulings)
        notices = {key: value for year in years for key, value in year.notices.items()}
        parameters: dict[str, Any] = {}
        for year in years:
            for name, values in year.parameters.items():
                parameters[name] = tuple(sorted((*parameters.get(name, ()), *values)))
        return InForce(book, notices, parameters, calendar.working, book.open_rules)

    def _state(self, stream: str) -> Any:
        life = self.lives.get(stream)
        return life.state if life else DECIDERS[parse_subject(stream).kind].initial(stream)

    def _binding(self, subject: Subject) -> Iterator[int]:
        """The work years that bind a subject, the later one last."""
        for year in (subject.year, (subject.year or -1) + 1):
            if year and f"{subject.jurisdiction}/{year}" in self.lives:
                yield year

    def day(self, life: Life, deadline: str) -> date | None:
        """The day (inclusive) that a deadline has by the events."""
        if deadline in life.own:
            return life.own[deadline]
        found = [self.notices[year].get(deadline) for year in self._binding(life.subject)]
        return next((due for due in reversed(found) if due), None)

    def waits(self, life: Life) -> Iterator[tuple[str, str, date | None]]:
        """What a subject waits for: from whom, what, by when where there is a day to keep."""
        for wait in self.view(life).waiting_for:
            role, _, deadline = wait.partition(":")
            filed = life.filed.get(deadline)
            kept = filed is not None and filed.back and not filed.late
            yield role, deadline, None if kept else self.day(life, deadline)

    def deadlines(self, life: Life) -> Iterator[Json]:
        """All that has a day: what is open, and what was filed in time or late."""
        rows: dict[str, tuple[date, str, str, date | None]] = {}
        for deadline, filed in life.filed.items():
            if filed.due is not None:
                state = "met_late" if filed.late else "met"
                rows[deadline] = (filed.due, state, filed.by, filed.first)
        for deadline, (by, on) in life.settled.items():
            due = self.day(life, deadline)
            if due is not None:
                rows[deadline] = (due, "met_late" if on > due else "met", by, on)
        for role, deadline, day in self.waits(life):
            if day is not None:
                rows[deadline] = (day, life.passed.get((deadline, day), "open"), role, None)
        for deadline, (day, state, role, done) in rows.items():
            yield {
                "deadline": deadline,
                "due": day.isoformat(),
                "state": state,
                "responsible": role,
                "filed_on": done.isoformat() if done else None,
            }


def note_filing(life: Life, recorded: Recorded[Any]) -> None:
    """Keep what was filed under its key: the first day stays, also through what is replaced."""
    event, name = recorded.event, recorded.event.name
    if name in SETTLED:
        deadline, by = SETTLED[name]
        life.settled[deadline] = (by, recorded.effective_on)
    if name in FILED:
        kind, by = FILED[name]
        key = keyed(kind, event)
        before = life.filed.get(key)
        first = before.first if before else recorded.effective_on
        due = getattr(event, "due", None)
        life.filed[key] = Filed(by, first, due, bool(getattr(event, "late", False)))
    elif name in SENT_BACK and keyed(SENT_BACK[name], event) in life.filed:
        life.filed[keyed(SENT_BACK[name], event)].back = True
    elif name == "filing.withdrawn" and not event.replaced:
        del life.filed[event.filing]


def keyed(kind: str, event: Any) -> str:
    """The deadline of a kind, with the node of an event that has one."""
    node = getattr(event, "node", None)
    return f"{kind}:{node}" if node else kind


def fold(log: EventLog) -> Fold:
    """Fold a log from its beginning."""
    folded = Fold()
    for stream in log.streams(""):
        for recorded in log.read(stream):
            folded.take(recorded)
    return folded
