"""Settings of all tests: none fails because the machine is busy, or for what ran before it."""

from __future__ import annotations

import pytest
import structlog
from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def logging_as_at_the_start() -> None:
    """Log as a fresh process does: a command run in this one before may have set a level."""
    structlog.reset_defaults()
