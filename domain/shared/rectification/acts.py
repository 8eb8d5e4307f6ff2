"""All acts and events of feedback and rectification, for a kind of subject."""

from __future__ import annotations

from domain.kernel.decider import Deciders, Evolvers
from domain.shared.rectification import following, giving, rectifying, reviewing
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.rectifying import Notify, Refuse, Report
from domain.shared.rectification.reviewing import Accept, FindRefused, FindUnmet, Reject

_PARTS = (rectifying, reviewing, giving, following)

AT_PLACES = (Notify, Report, Refuse, Accept, Reject, FindUnmet, FindRefused)
"""The acts that name the node of a round or problems that were fed back."""

ON_PROBLEMS = (*AT_PLACES, following.Propose, following.CarryOver)
"""The acts that name problems that were fed back."""


def deciders(loop: Loop) -> Deciders:
    """The acts, by their commands."""
    return {command: decide for part in _PARTS for command, decide in part.deciders(loop).items()}


def evolvers(loop: Loop) -> Evolvers:
    """The events."""
    return {event: evolve for part in _PARTS for event, evolve in part.evolvers(loop).items()}
