"""The annual rating 综合评价 by quantity, quality, effect and satisfaction (JS-091)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from pydantic import Field, PositiveInt, model_validator

from domain.kernel import refusals
from domain.kernel.answer import Answer
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.message import Command, Event, Message
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.kernel.vocabulary import Number, Points, Role
from domain.rules.engine.exact import multiply, total
from domain.subjects.third_parties.state import BeforeRating, ThirdParty

Weight = Annotated[Number, Field(ge=0)]


class Shares(Message):
    """The weight of each dimension."""

    quantity: Weight
    quality: Weight
    effect: Weight
    satisfaction: Weight


class Weights(Shares):
    """The weight of each dimension; 1 in all."""

    @model_validator(mode="after")
    def _one_in_all(self) -> Weights:
        if total((self.quantity, self.quality, self.effect, self.satisfaction)) != 1:
            raise ValueError("the weights must sum to 1")
        return self


class Rate(Command, name="third-party.rate", who={Role.FINANCE}):
    """Rate the institution's work of a year, each dimension in points of 100.

    Without `weights` those that the bureau ruled count.
    """

    year: PositiveInt
    quantity: Points
    quality: Points
    effect: Points
    satisfaction: Points
    weights: Weights | None = None


class Rated(Event, name="third-party.rated", version=1):
    """The institution was rated; `cited` is false where the weights are the actor's own method."""

    year: PositiveInt
    quantity: Points
    quality: Points
    effect: Points
    satisfaction: Points
    weights: Shares | None = None
    score: Points
    cited: bool


def year_is_unrated(
    state: ThirdParty, act: CommandContext[Rate], _in_force: InForce
) -> Refusal | None:
    """The year is rated once."""
    year = act.command.year
    if year not in state.ratings:
        return None
    return refusals.done_already(
        f"{year} 年综合评价", f"the rating of {year}", f"{Rate.name}:{year}"
    )


def institution_was_registered(
    state: ThirdParty, act: CommandContext[Rate], _in_force: InForce
) -> Refusal | None:
    """The institution was registered in the year, which is this one or an earlier one."""
    registered = state.institution.registered_on.year if state.institution else act.day.year
    if registered <= act.command.year <= act.day.year:
        return None
    return refusals.invalid(
        "year",
        f"只能评价 {registered} 年（登记年）至今年的工作，请更正年度。",
        f"a year from {registered}, the year of registration, to this year is rated: correct it.",
    )


@guarded_by(year_is_unrated, institution_was_registered)
def rate(_state: ThirdParty, act: CommandContext[Rate], in_force: InForce) -> Decided:
    """Rate a year once, by `third_party.rating` or, where it is not stated, by given weights."""
    command = act.command
    answer = in_force.ask("third_party.rating", act.effective_on, **_asked(command))
    score = _score(command, answer)
    if isinstance(score, Refusal):
        return score
    event = Rated(**command.model_dump(), score=score, cited=answer.stated)  # weights as stored
    return (Decision(event, (answer,)),)


def _asked(command: Rate) -> dict[str, object]:
    weights = command.weights
    return {
        "quantity": str(command.quantity),
        "quality": str(command.quality),
        "effect": str(command.effect),
        "satisfaction": str(command.satisfaction),
        "weights": weights and {name: str(weight) for name, weight in weights},
    }


def _score(command: Rate, answer: Answer) -> Decimal | Refusal:
    if answer.reason == "needs_ruling":
        return refusals.needs_ruling(answer)
    if answer.stated:
        return Decimal(answer.outcome["score"])
    if command.weights is None:
        return refusals.missing(
            "weights",
            "规则未规定各方面的权重，请填写所采用的权重（合计为 1）。",
            "the rules give no weights: state those that you rate by (1 in all).",
            answer,
        )
    return total(multiply(getattr(command, name), weight) for name, weight in command.weights)


def rated(state: ThirdParty, recorded: Recorded[Rated]) -> ThirdParty:
    """Evolve by `third-party.rated`: the new rating is still to be disclosed."""
    event = recorded.event
    return replace(
        state,
        ratings={**state.ratings, event.year: event.score},
        rated_on=recorded.effective_on,
        before={**state.before, event.year: BeforeRating(state.rated_on, state.disclosures)},
        disclosures=state.disclosures.without("third_party_rating"),
    )


DECIDE: Deciders = {Rate: rate}
EVOLVE: Evolvers = {Rated: rated}
