"""Settings of all tests: a busy machine and earlier tests fail none; group times are printed."""

from __future__ import annotations

import pytest
import structlog
from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

pytest_plugins = ["tests.group_times"]


@pytest.fixture(autouse=True)
def logging_as_at_the_start() -> None:
    """Log as a fresh process does: a command run in this one before may have set a level."""
    structlog.reset_defaults()
