"""Rules on disclosure 信息公开: the artefact, the day, the publisher and the place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import Field as Constraint

from domain.rules.engine.errors import BadInput
from domain.rules.engine.inputs import Field, Inputs, boolean, day, nullable, one_of
from domain.rules.engine.rule import Fallback, Rule, Withheld
from domain.rules.engine.values import RuleValue, Whole, due_answer

Artefact = Literal[
    "project_target",
    "adjusted_target",
    "overall_target",
    "self_evaluation_form",
    "department_evaluation_report",
    "key_evaluation_report",
    "third_party_rating",
]
ARTEFACTS: tuple[str, ...] = get_args(Artefact)


class Within(RuleValue):
    """The days after the issue within which an artefact is published (AMB-22).

    `included` says whether the last day itself is in time; nothing rolls over.
    """

    days: Annotated[Whole, Constraint(ge=0, le=366)]
    included: bool
    roll: Literal["none"]

    def after(self, issued_on: date) -> date:
        """The last day; raises `BadInput` beyond the calendar's end."""
        try:
            return issued_on + timedelta(days=self.days)
        except OverflowError:
            raise BadInput("issued_on", "lies at the end of the calendar") from None


class Disclosed(RuleValue):
    """The disclosure of an artefact.

    `by` is empty, and `when` and `channel` are null, where the text does not say.
    `published_within` is null where `when` is, and in packs that were written before it was there.
    `not_before` is the approval that the text has first, null where it names none.
    `excepted` is what the text itself keeps back, in its own terms; nothing confidential is
    disclosed anywhere, and keeping it back is approved (AMB-22).
    """

    when: Literal["with_budget", "promptly", "with_final_accounts"] | None
    published_within: Within | None = None
    not_before: Literal["government_budget"] | None = None
    by: Annotated[tuple[Literal["unit", "finance"], ...], Constraint(strict=False)]
    channel: Literal["government_portal", "finance_portal", "public"] | None
    excepted: Annotated[
        tuple[
            Literal[
                "secret_information",
                "sensitive_information",
                "secret_departments",
                "secret_projects",
                "approved_secret_units",
                "secret_units",
                "secret_matters",
            ],
            ...,
        ],
        Constraint(strict=False),
    ]


def _artefact(asked: Mapping[str, Any]) -> str:
    return str(asked["artefact"])


def _required(value: Disclosed, *, artefact: str, confidential: bool) -> dict[str, Any]:  # noqa: ARG001
    return {
        "required": not confidential,
        "approval_required": confidential,
        "when": value.when,
        "by": list(value.by),
        "channel": value.channel,
    }


def _due(
    value: Disclosed, *, issued_on: date | None, published_on: date | None = None, **_: object
) -> Mapping[str, str | None] | Withheld:
    if value.published_within is None:
        return Withheld.NOT_STATED
    if issued_on is None:
        return {"due": None, "status": None}
    within = value.published_within
    return due_answer(within.after(issued_on), published_on, included=within.included)


def _not_before(value: Disclosed, *, artefact: str) -> str | Withheld:  # noqa: ARG001
    return value.not_before or Withheld.NOT_STATED


def _excepted(value: Disclosed, *, artefact: str) -> list[str]:  # noqa: ARG001
    return list(value.excepted)


RULES = (
    Rule(
        "disclosure.required",
        "gate",
        Inputs(Field("artefact", one_of(ARTEFACTS)), Field("confidential", boolean)),
        Disclosed,
        _required,
        parts=ARTEFACTS,
        part_of=_artefact,
    ),
    Rule(
        "disclosure.due",
        "deadline",
        Inputs(
            Field("artefact", one_of(ARTEFACTS)),
            Field("issued_on", nullable(day)),
            Field("published_on", day, required=False),
        ),
        Disclosed,
        _due,
        parts=ARTEFACTS,
        part_of=_artefact,
        fallback=Fallback("disclosure.required", _due),
    ),
    Rule(
        "disclosure.not_before",
        "gate",
        Inputs(Field("artefact", one_of(ARTEFACTS))),
        Disclosed,
        _not_before,
        parts=ARTEFACTS,
        part_of=_artefact,
        fallback=Fallback("disclosure.required", _not_before),
    ),
    Rule(
        "disclosure.excepted",
        "scope",
        Inputs(Field("artefact", one_of(ARTEFACTS))),
        Disclosed,
        _excepted,
        parts=ARTEFACTS,
        part_of=_artefact,
        fallback=Fallback("disclosure.required", _excepted),
    ),
)
