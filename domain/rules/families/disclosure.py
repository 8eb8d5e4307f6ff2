"""Rules on disclosure 信息公开: the artefact, the day, the publisher and the place."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field as Constraint

from domain.rules.engine.inputs import Field, Inputs, boolean, one_of
from domain.rules.engine.rule import Rule
from domain.rules.engine.values import RuleValue

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


class Disclosed(RuleValue):
    """The disclosure of an artefact.

    `by` is empty and `when` is null where the text does not say. `excepted` is what the text
    itself keeps back, in its own terms; nothing confidential is disclosed anywhere, and keeping it
    back is approved (AMB-22).
    """

    when: Literal["with_budget", "promptly", "with_final_accounts"] | None
    by: Annotated[tuple[Literal["unit", "finance"], ...], Constraint(strict=False)]
    channel: Literal["government_portal", "finance_portal", "public"]
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


def _required(value: Disclosed, *, artefact: str, confidential: bool) -> dict[str, Any]:  # noqa: ARG001
    return {
        "required": not confidential,
        "approval_required": confidential,
        "when": value.when,
        "by": list(value.by),
        "channel": value.channel,
    }


RULES = (
    Rule(
        "disclosure.required",
        "gate",
        Inputs(Field("artefact", one_of(ARTEFACTS)), Field("confidential", boolean)),
        Disclosed,
        _required,
        parts=ARTEFACTS,
        part_of=lambda asked: str(asked["artefact"]),
    ),
)
