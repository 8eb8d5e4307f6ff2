"""The correction of a report on problems, for a kind of subject."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from domain.shared.deadlines.problem_deadlines import RECTIFICATION
from domain.shared.filings.correction import FiledBy
from domain.shared.names import Name
from domain.shared.rectification.loop import Loop
from domain.shared.rectification.problems import FedBack
from domain.shared.rectification.rectifying import Report, report


def filed_by(loop: Loop) -> Mapping[str, FiledBy]:
    """The act that files a report again, by the kind of its key."""
    name = Name("整改报告", "rectification")
    return {RECTIFICATION: FiledBy(Report, partial(report, loop), name)}


def named_in(fed_back: FedBack, of: str) -> Mapping[str, Any]:
    """The fields of a filing that its key gives: a problem with its source, or else a node."""
    problem = fed_back.problems.get(of)
    return {"node": of} if problem is None else {"source": problem.source, "problems": (of,)}
