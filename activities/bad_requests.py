"""A request that nobody can read, as the failure of an update and back."""

from __future__ import annotations

from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from activities.messages import BAD_REQUEST
from domain.kernel.request import BadRequest


def failure_of(error: BadRequest) -> ApplicationError:
    """The failure that ends an update for good."""
    return ApplicationError(
        str(error), error.field, error.message, type=BAD_REQUEST, non_retryable=True
    )


def bad_request_in(error: BaseException) -> BadRequest | None:
    """The fault of the request of a failed update; none if the update failed for another reason."""
    cause = error.cause if isinstance(error, WorkflowUpdateFailedError) else None
    if not isinstance(cause, ApplicationError) or cause.type != BAD_REQUEST:
        return None
    field, _, message = cause.message.partition(": ")
    return BadRequest(*(cause.details or (field, message)))
