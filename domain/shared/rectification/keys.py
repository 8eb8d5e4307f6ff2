"""The keys that acts of feedback and rectification may name, for a kind of subject."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.kernel.decider import InForce
from domain.kernel.keys import KeyField, Keys, Naming, in_parts, of_all
from domain.shared.rectification.acts import ON_PROBLEMS
from domain.shared.rectification.giving import GiveFeedback
from domain.shared.rectification.loop import Loop


def keys(loop: Loop) -> Keys:
    """The problems that are not closed, and the indicators that a problem may be about."""

    def problems(state: Any, naming: Naming, _in_force: InForce) -> Iterator[str]:
        source = naming.fields.get("source")
        for id_, problem in loop.fed_back(state).problems.items():
            if source in {None, problem.source} and not problem.order.accepted:
                yield id_

    def indicators(state: Any, _naming: Naming, _in_force: InForce) -> Iterator[str]:
        return iter(loop.indicators(state))

    return {
        **of_all(ON_PROBLEMS, "problems", KeyField(problems)),
        (GiveFeedback, "problems"): in_parts(indicators, "indicator"),
    }
