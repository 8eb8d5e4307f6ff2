"""The check of a request before it enters the history of a subject's workflow."""

from __future__ import annotations

from typing import Any

from activities.bad_requests import failure_of
from domain.kernel.request import BadRequest, read_request, require_size


def require_readable(request: Any, subject: str) -> None:
    """Raise an `ApplicationError` for a request that nobody can read, or of another subject.

    A readable request goes to the decision, which records its refusals.
    """
    try:
        _require_own(read_request(request).subject, subject)
        require_size(request)
    except BadRequest as error:
        raise failure_of(error) from error


def _require_own(asked: str, subject: str) -> None:
    if asked != subject:
        raise BadRequest("subject", f"{asked} is not {subject}")
