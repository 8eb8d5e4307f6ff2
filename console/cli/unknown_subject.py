"""A subject that the log does not have, and what is there in its place."""

from __future__ import annotations

from activities.near_codes import alike, near
from console.cli.render.planned import planned_line
from domain.kernel.plain_fields import plain_subject
from domain.kernel.request import BadRequest
from domain.kernel.subject_ids import SubjectKind, subject_of, unit_year
from projections.planned_openings import planned_opening
from store.port import EventLog


def instead_of(log: EventLog, stream: str) -> str | None:
    """Why a subject is not there: planned for a later day, or written otherwise; else `None`."""
    planned = planned_opening(log, stream)
    if planned is not None:
        return planned_line(planned)
    try:
        plain = plain_subject(stream)
    except BadRequest as error:
        return error.message
    if (found := _beside(log, stream, plain)) is not None:
        return f"没有 {stream}，有 {found}，请照此填写 / no {stream}, there is {found}: write that"
    return None


def unknown(log: EventLog, stream: str) -> str:
    """The message for a subject that is not there."""
    return instead_of(log, stream) or f"库中没有 {stream} / nothing is known of {stream}"


def _beside(log: EventLog, stream: str, plain: str) -> str | None:
    if plain != stream and log.versions([plain]).get(plain):
        return plain
    if (found := near(log, plain) or alike(log, plain)) is not None:
        return found
    subject = subject_of(plain)
    if subject is None or subject.kind is not SubjectKind.PROJECT_YEAR or not subject.year:
        return None
    unit = unit_year(subject.jurisdiction, subject.year, str(subject.code))
    return unit if log.versions([unit]).get(unit) else None
