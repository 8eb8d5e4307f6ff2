"""Words of the boards, in Chinese with English."""

from __future__ import annotations

from domain.shared.catalogue.catalogues import Catalogues
from domain.shared.names import role_names
from domain.subjects.catalogues import CATALOGUES
from projections.boards.rows import DeadlineRow, DeadlineState, Source

NO_UNIT = "本级 of no unit"
STATES = {
    DeadlineState.OPEN: "未到期 open",
    DeadlineState.REMINDED: "已提醒 reminded",
    DeadlineState.REMINDED_LATE: "已提醒（补发） reminded late",
    DeadlineState.DUE: "到期 due",
    DeadlineState.DUE_LATE: "到期（补发） due, noticed late",
    DeadlineState.OVERDUE: "逾期 overdue",
    DeadlineState.ESCALATED: "已上报 escalated",
    DeadlineState.MET: "按时 met",
    DeadlineState.MET_LATE: "迟报 met late",
}
_SOURCES = {
    Source.RULE: "条款 clause",
    Source.NOTICE: "通知 notice",
    Source.EXTENSION: "延期 extension",
    Source.RECTIFICATION: "整改通知 rectification notice",
}
CLOCKS = {
    "given": "指定日期 given day",
    "real": "今天 today",
    "simulated": "演练日期 day of the drill",
}


def phase(name: str) -> str:
    """The name of a phase; a monitoring phase includes its month."""
    return CATALOGUES.phase_name(name)


def kind(name: str) -> str:
    """The name of a kind of subject."""
    return CATALOGUES.kind_name(name)


def deadline(name: str, catalogues: Catalogues = CATALOGUES) -> str:
    """The name of a deadline, with its county, budget or node."""
    known, of = catalogues.deadline_name(name)
    return f"{known} {of}".strip()


def role(name: str) -> str:
    """The name of a role."""
    return role_names(name)


def wait(name: str, catalogues: Catalogues = CATALOGUES) -> str:
    """The task and the role of a wait `role:deadline`."""
    responsible, _, what = name.partition(":")
    return f"{role(responsible)}: {deadline(what, catalogues)}"


def source_name(found: Source) -> str:
    """The name of what gives a due date."""
    return _SOURCES[found]


def source(row: DeadlineRow) -> str:
    """The source of a due date."""
    return f"{_SOURCES[row.source]} {row.reference}".rstrip()
