"""Exceptions from a rule that applies in principle (原则上), with approver and reason."""

from __future__ import annotations

from typing import Annotated

from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.vocabulary import Role, Text


class GrantException(Command, name="exception.grant", who={Role.FINANCE}):
    """Grant an exception from a rule; later acts refer to its document.

    `rule` is the rule's id; `reference` is the number of the document.
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
