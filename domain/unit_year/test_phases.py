"""Every act at every stage of a unit's year."""

from __future__ import annotations

from functools import cache

import pytest

from domain.message import Command
from domain.refusal import Code
from domain.testing import Scene
from domain.unit_year import decider
from domain.unit_year.given import ACTS, STAGES, taken

MEANING = {
    "p": Code.WRONG_PHASE,
    "u": Code.UNKNOWN_SUBJECT,
    "d": Code.DUPLICATE,
    "r": Code.ALREADY_REVIEWED,
    "g": Code.GATE_NOT_MET,
    "f": Code.INVALID_FIELD,
}

TABLE = """
unit.add                        + d d d d d d d d d d d d d d
"""
"""One column for each of the stages, in their order; + is accepted, - leaves nothing to do."""
