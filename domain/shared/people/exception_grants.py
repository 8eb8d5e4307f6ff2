"""Exceptions from a rule that applies in principle (原则上), with approver and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic import Field

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, InForce
from domain.kernel.message import WITHHOLDABLE, Command, Event
from domain.kernel.policies import for_new_acts
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Role, Text

Duties = Annotated[tuple[Text, ...], Field(min_length=1, max_length=100)]


class GrantException(Command, name="exception.grant", who={Role.FINANCE}, reads_past=True):
    """Grant an exception from a rule; later acts refer to its document.

    `rule` is the rule's id; `reference` is the number of the document. `duty` is the key of one
    duty that is dropped: its day was over when the project came into this log. Or it is a notice of
    rectification that the bureau did not send (`rectification.notice:NODE`, an exception from
    `grade.final`): the round does not count for the cap of the grade. `duties` are several duties
    of the bureau's own that are open in its work year and are dropped by this one exception.
    """

    rule: Text
    reference: Text
    approver: Text
    reason: Text
    duty: Text | None = None
    duties: Duties | None = None


def rule_is_among(
    rules: Iterable[str],
) -> Callable[[Any, CommandContext[GrantException], InForce], Refusal | None]:
    """The policy that some act of the subject takes exceptions from the rule.

    An exception that drops a duty, or several, is checked with these.
    """
    known = frozenset(rules)

    def rule_has_exceptions(
        _state: Any, act: CommandContext[GrantException], _in_force: InForce
    ) -> Refusal | None:
        rule = act.command.rule
        if rule in known or act.command.duty is not None or act.command.duties is not None:
            return None
        return refusals.invalid(
            "rule",
            f"本对象没有可就 {rule} 批准的例外。",
            f"no act on this subject takes an exception from {rule}.",
        )

    return for_new_acts(rule_has_exceptions)


def no_duties(
    _state: Any, act: CommandContext[GrantException], _in_force: InForce
) -> Refusal | None:
    """The subject is no work year: its exception drops no duties of the bureau."""
    if act.command.duties is None:
        return None
    return refusals.invalid(
        "duties",
        "多项职责一并免办，只在工作年度上批准，请改向该年度提交。",
        "several duties are dropped on the work year: grant the exception there.",
    )


class ExceptionGranted(Event, name="exception.granted", version=3):
    """An exception from a rule was granted; `duty` or `duties` are what it drops, if it does."""

    rule: Text
    reference: Text
    approver: Annotated[Text, WITHHOLDABLE]
    reason: Annotated[Text, WITHHOLDABLE]
    duty: Text | None = None
    duties: Duties | None = None
