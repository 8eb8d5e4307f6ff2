"""Exceptions from what a rule asks in principle (原则上): granted, with approver and reason."""

from __future__ import annotations

from typing import Annotated

from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.vocabulary import Role, Text


class GrantException(Command, name="exception.grant", who={Role.FINANCE}):
    """Grant an exception from a rule, by the document that later acts refer to.

    `rule` is the rule's id; `reference` the number of the document that grants it.
    """

    rule: Text
    reference: Text
    approver: Text
    reason: Text


class ExceptionGranted(Event, name="exception.granted", version=1):
    """An exception from a rule was granted."""

    rule: Text
    reference: Text
    approver: Annotated[Text, WITHHOLDABLE]
    reason: Annotated[Text, WITHHOLDABLE]
