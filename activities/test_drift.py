"""Mending many differences: one that cannot be mended holds up no other."""

from __future__ import annotations

from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.drift import Drift, Drifted, Examination, Views
from store.port import EventLog, StoreUnavailable

NOBODY, NO_LOG, NO_VIEWS = cast("Client", None), cast("EventLog", None), cast("Views", None)


class Mending(Examination):
    """Cannot mend the subject `bad`."""

    failure: Exception

    async def _mended(self, one: Drifted) -> Drifted | None:
        if one.of == "bad":
            raise self.failure
        return None


@pytest.mark.parametrize(
    "failure",
    [
        RPCError("it has ended meanwhile", RPCStatusCode.NOT_FOUND, b""),
        StoreUnavailable("away"),
        LookupError("its content is gone"),
    ],
)
async def test_what_cannot_be_mended_is_left_with_its_reason(failure: Exception) -> None:
    # given
    mending = Mending(NOBODY, NO_LOG, NO_VIEWS)
    mending.failure = failure
    found = [Drifted(Drift.WORKFLOW_BEHIND, of, "1 < 2") for of in ("a", "bad", "c")]
    # when
    left = await mending.mend(found, lambda _done, _of: None)
    # then
    (one,) = left
    assert one.of == "bad"
    assert one.detail == f"1 < 2: {type(failure).__name__}: {failure}"


async def test_a_slip_of_the_program_is_no_difference() -> None:
    mending = Mending(NOBODY, NO_LOG, NO_VIEWS)
    mending.failure = ZeroDivisionError("a slip")
    found: list[Any] = [Drifted(Drift.WORKFLOW_BEHIND, "bad", "1 < 2")]
    with pytest.raises(ZeroDivisionError):
        await mending.mend(found, lambda _done, _of: None)
