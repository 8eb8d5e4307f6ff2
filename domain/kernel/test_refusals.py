"""Refusals that several subjects use."""

from __future__ import annotations

import pytest

from domain.kernel import refusals


@pytest.mark.parametrize("what", ["部门评价报告", "重点评价报告", "绩效目标"])
def test_what_waits_for_no_review_names_no_filer_that_may_be_another(what: str) -> None:
    # a department, an institution or a unit files it: none is named
    refusal = refusals.nothing_filed(what, "report")
    assert f"没有待审核的{what}" in refusal.zh
    assert "单位" not in refusal.zh
    assert "unit" not in refusal.en
