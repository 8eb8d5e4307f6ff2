"""Integration and fault tests on the real server."""

import pytest

pytest.register_assert_rewrite("tests.engine.holds", "tests.engine.stage")
