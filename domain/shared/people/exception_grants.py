"""Exceptions from a rule that applies in principle (原则上), with approver and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, Text


class GrantException(Command, name="exception.grant", who={Role.FINANCE}, reads_past=True):
    """Grant an exception from a rule; later acts refer to its document.

    `rule` is the rule's id; `reference` is the number of the document. `duty` is the key of one
    duty that is dropped: its day was over when the project came into this log. Or it is a notice of
    rectification that the bureau did not send (`rectification.notice:NODE`, an exception from
    `grade.final`): the round does not count for the cap of the grade.
    """

    rule: Text
    reference: Text
    approver: Text
    reason: Text
    duty: Text | None = None


def rule_is_among(
    rules: Iterable[str],
) -> Callable[[Any, CommandContext[GrantException], InForce], Refusal | None]:
    """The policy that some act of the subject takes exceptions from the rule.

    An exception that drops a duty is checked with that duty.
    """
    known = frozenset(rules)

    def rule_has_exceptions(
        _state: Any, act: CommandContext[GrantException], _in_force: InForce
    ) -> Refusal | None:
        rule = act.command.rule
        if rule in known or act.command.duty is not None:
            return None
        return refusals.invalid(
            "rule",
            f"本对象没有可就 {rule} 批准的例外。",
            f"no act on this subject takes an exception from {rule}.",
        )

    return for_new_acts(rule_has_exceptions)


class ExceptionGranted(Event, name="exception.granted", version=2):
    """An exception from a rule was granted; `duty` is the one duty that it drops, if it is one."""

    rule: Text
    reference: Text
    approver: Annotated[Text, WITHHOLDABLE]
    reason: Annotated[Text, WITHHOLDABLE]
    duty: Text | None = None
