"""The bureau's acts of feedback and rectification that are undone, on any kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from domain.kernel.frozen import replace
from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.filings.filing import FilingStatus, marked, stands
from domain.shared.filings.sent_back import Kept, return_of
from domain.shared.filings.undoable import Undoable
from domain.shared.rectification import following, giving, rectifying, reviewing
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.orders import Finding, Rectification
from domain.shared.rectification.places import is_problem, place_in, place_of
from domain.shared.rectification.problems import Renewing

Graded = Callable[[Any, str], Iterable[str]]
"""The keys of what rests on a rectification at a place beside its own acts: an open grade."""

FOUND = {
    Finding.ACCEPTED: "rectification.accept",
    Finding.UNMET: "rectification.find-unmet",
    Finding.REFUSED: "rectification.find-refused",
}
"""The act that finds each finding."""


def ungraded(_state: Any, _of: str) -> Iterable[str]:
    """Nothing: no grade rests on a problem."""
    return ()


def answered(order: Rectification | None) -> bool:
    """Whether a report of the unit stands, or it refused, or the bureau found something."""
    return order is not None and (order.answered or stands(order.report))


def on_notice(loop: Loop, state: Any, of: str) -> Iterator[str]:
    """The rectification was answered."""
    if answered(loop.order_of(state, place_in(of))):
        yield _answer(of)


def _answer(of: str) -> str:
    name = rectifying.Report.name if is_problem(of) else rectifying.Notify.name
    return f"{name}:{of}"


def _on_finding(loop: Loop, graded: Graded, state: Any, of: str) -> Iterator[str]:
    """A belated report stands, or something else rests on it."""
    order = loop.order_of(state, place_in(of))
    if order is not None and stands(order.report):
        yield _answer(of)
    yield from graded(state, of)


def _on_rejection(loop: Loop, graded: Graded, state: Any, of: str) -> Iterator[str]:
    """The unit refused after the rejection, or the rectification was found unmet."""
    order = loop.order_of(state, place_in(of))
    if order is not None and order.refuses:
        yield f"{rectifying.Refuse.name}:{of}"
    elif order is not None and order.finding is not None:
        yield f"{FOUND[order.finding]}:{of}"
    yield from graded(state, of)


def is_renewed(loop: Loop, act: Renewing, state: Any, of: str) -> bool:
    """Whether the act is the last one that gave a problem another day."""
    problem = loop.fed_back(state).problems.get(of)
    return problem is not None and bool(problem.renewals) and problem.renewals[-1].act is act


def _is_found(loop: Loop, finding: Finding, state: Any, of: str) -> bool:
    order = loop.order_of(state, place_in(of))
    return order is not None and order.finding is finding


def _without_acceptance(loop: Loop, state: Any, of: str) -> Any:
    """The report of the rectification waits for its review."""
    order = loop.order_at(state, place_in(of))
    report = marked(order.report, FilingStatus.FILED)
    before = replace(order, report=report, findings=order.findings[:-1])
    return loop.with_order(state, place_in(of), before)


def _without_finding(loop: Loop, state: Any, of: str) -> Any:
    """The rectification is as it was before the last finding."""
    order = loop.order_at(state, place_in(of))
    before = replace(order, findings=order.findings[:-1])
    return loop.with_order(state, place_in(of), before)


def _place(event: Any) -> str:
    return str(place_of(event))


def _finding(loop: Loop, graded: Graded, event: type[Any], finding: Finding) -> Undoable:
    return Undoable(
        event,
        partial(_is_found, loop, finding),
        partial(_on_finding, loop, graded),
        partial(_without_finding, loop),
        of=_place,
    )


def acts_of(loop: Loop, kept: Kept, graded: Graded = ungraded) -> Mapping[str, Undoable]:
    """The acts that are undone, by their names, for a kind of subject."""
    returned = return_of(kept, reviewing.Rejected, RECTIFICATION)
    return {
        "rectification.notify": Undoable(
            rectifying.Notified,
            partial(is_renewed, loop, Renewing.NOTIFIED),
            partial(on_notice, loop),
            loop.without_renewal,
            of=_place,
            taken=lambda recorded: recorded.caused_by is None,
        ),
        "rectification.accept": Undoable(
            reviewing.Accepted,
            partial(_is_found, loop, Finding.ACCEPTED),
            graded,
            partial(_without_acceptance, loop),
            of=_place,
        ),
        "rectification.reject": replace(
            returned, of=_place, rests=partial(_on_rejection, loop, graded)
        ),
        "rectification.find-unmet": _finding(loop, graded, reviewing.UnmetFound, Finding.UNMET),
        "rectification.find-refused": _finding(
            loop, graded, reviewing.RefusalFound, Finding.REFUSED
        ),
        "rectification.carry-over": Undoable(
            following.CarriedOver,
            partial(is_renewed, loop, Renewing.CARRIED_OVER),
            partial(on_notice, loop),
            loop.without_renewal,
            of=lambda event: str(event.problem),
        ),
        "feedback.give": Undoable(
            giving.FeedbackGiven,
            partial(giving.is_given, loop),
            partial(giving.resting_on, loop),
            partial(giving.without_feedback, loop),
            of=lambda event: str(event.source),
        ),
    }


def on_feedback(loop: Loop, source: str, state: Any) -> Iterator[str]:
    """The problems of a source were fed back."""
    if giving.is_given(loop, state, source):
        yield f"{giving.GiveFeedback.name}:{source}"
