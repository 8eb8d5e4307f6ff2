"""Search attributes: the fields of a subject that operations can query in the engine."""

from __future__ import annotations

from typing import Any

from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)

from activities.messages import ViewMessage
from domain.kernel.subject_ids import parse_subject
from domain.kernel.vocabulary import start_of

JURISDICTION = SearchAttributeKey.for_keyword("Jurisdiction")
BUDGET_YEAR = SearchAttributeKey.for_int("BudgetYear")
PHASE = SearchAttributeKey.for_keyword("Phase")
UNIT = SearchAttributeKey.for_keyword("Unit")
NEXT_DUE = SearchAttributeKey.for_datetime("NextDue")
OVERDUE = SearchAttributeKey.for_bool("Overdue")
AWAITING_RULING = SearchAttributeKey.for_keyword_list("AwaitingRuling")


def changes(view: ViewMessage, shown: TypedSearchAttributes) -> list[SearchAttributeUpdate[Any]]:
    """The attributes to upsert for a view; `shown` are the engine's current values.

    The engine keeps the values over continue-as-new; each upsert costs an event of history.
    """
    return [
        key.value_unset() if value is None else key.value_set(value)
        for key, value in _wanted(view)
        if shown.get(key) != value
    ]


def shown_from_start(view: ViewMessage) -> TypedSearchAttributes:
    """The values that a new run has from its start, without an upsert."""
    return TypedSearchAttributes(
        [SearchAttributePair(key, value) for key, value in _wanted(view) if value is not None]
    )


def _wanted(view: ViewMessage) -> list[tuple[SearchAttributeKey[Any], Any]]:
    subject = parse_subject(view.subject)
    due = view.due()
    return [
        (JURISDICTION, subject.jurisdiction),
        (BUDGET_YEAR, subject.year),
        (PHASE, view.phase),
        (UNIT, view.unit),
        (NEXT_DUE, start_of(due) if due else None),
        (OVERDUE, view.overdue),
        (AWAITING_RULING, view.awaiting_ruling),
    ]
