"""Policies: the named checks that guard an act, in the order in which they refuse it.

A policy has the arguments of its act's `decide`. It returns a refusal, or `None` to let the act
through. Its name states the condition that has to hold.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVarTuple

from domain.kernel import refusals
from domain.kernel.bad_input import BadInput
from domain.kernel.decider import CommandContext, Decided, Spared
from domain.kernel.frozen import replace
from domain.kernel.refusal import Refusal

Given = TypeVarTuple("Given")
"""The arguments of a `decide`: state, act, rules in force; some subjects share one before them."""


def guarded_by(
    *policies: Callable[[*Given], Refusal | None],
) -> Callable[[Callable[[*Given], Decided]], Callable[[*Given], Decided]]:
    """Decide an act only where each of the policies lets it through; else the first one refuses.

    A later policy may rely on those before it, and `decide` on all of them.
    """

    def guard(decide: Callable[[*Given], Decided]) -> Callable[[*Given], Decided]:
        @wraps(decide)
        def guarded(*given: *Given) -> Decided:
            refusal = first_refusal(policies, *given)
            return decide(*given) if refusal is None else refusal

        vars(guarded)["policies"] = policies
        return guarded

    return guard


def first_refusal(
    policies: tuple[Callable[[*Given], Refusal | None], ...], *given: *Given
) -> Refusal | None:
    """The refusal of the first policy that refuses, with its name; `None` if all let it through."""
    for policy in policies:
        refusal = policy(*given)
        if refusal is not None:
            return refusal if refusal.policy else replace(refusal, policy=policy.__name__)
    return None


def from_version(
    version: int, policy: Callable[[*Given], Refusal | None]
) -> Callable[[*Given], Refusal | None]:
    """The policy, for acts of this version of their command and of later ones alone.

    An act that was taken by an earlier version stays decided as it was.
    """
    return _where(lambda act: act.version >= version, policy)


def until_version(
    version: int, policy: Callable[[*Given], Refusal | None]
) -> Callable[[*Given], Refusal | None]:
    """The policy, for acts of the versions of their command before this one alone.

    It is kept to decide past acts again as they were: no new act reaches it.
    """
    return _where(lambda act: act.version < version, policy)


def for_new_acts(
    policy: Callable[[*Given], Refusal | None],
) -> Callable[[*Given], Refusal | None]:
    """The policy, for acts that the log does not have as accepted yet.

    It guards what is asked now. An act that an earlier program accepted without it is settled: it
    is decided again as it was. What it would refuse today is noted (`Spared`).
    """
    return _where(lambda act: not act.settled, policy, _note)


def _where(
    binds: Callable[[CommandContext[Any]], bool],
    policy: Callable[[*Given], Refusal | None],
    else_: Callable[..., None] | None = None,
) -> Callable[[*Given], Refusal | None]:
    """The policy, for acts that it binds; all others pass, after `else_` saw them."""

    @wraps(policy)
    def bound(*given: *Given) -> Refusal | None:
        act = _act_of(given)
        if binds(act):
            return policy(*given)
        if else_ is not None and act.spared is not None:
            else_(policy, act.spared, given)
        return None

    return bound


def _act_of(given: tuple[Any, ...]) -> CommandContext[Any]:
    for one in given:
        if isinstance(one, CommandContext):
            return one
    raise TypeError("a policy is given an act")


def _note(policy: Callable[..., Refusal | None], spared: Spared, given: tuple[Any, ...]) -> None:
    """Note what the policy would refuse, unless one before it did."""
    if spared.refusal is not None:
        return
    try:
        refusal = policy(*given)
    except BadInput as error:
        refusal = refusals.beyond_the_rules(error, error.field)
    if refusal is not None:
        spared.refusal = replace(refusal, policy=policy.__name__)


def policies_of(decide: Callable[..., Decided]) -> tuple[str, ...]:
    """The names of the policies that guard a `decide`, in their order."""
    inner = decide.func if isinstance(decide, partial) else decide
    policies: tuple[Callable[..., Any], ...] = getattr(inner, "policies", ())
    return tuple(policy.__name__ for policy in policies)
