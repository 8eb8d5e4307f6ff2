"""A deduction from what a department's projects get is kept by its document."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.kernel.refusal import Code
from domain.subjects.unit_year.department_deduction import DeductionRecorded
from domain.subjects.unit_year.state import Deduction
from testkit.builders.unit_year import DEDUCTED, registered


@pytest.mark.parametrize(
    ("planned", "deduction", "arranged", "taken"),
    [
        ("9000000", "900000", "8099999.99", False),
        ("9000000", "900000", "8100000", True),
        ("9000000", "900000", "8100000.01", False),
        ("9000000", "9000000", "0", True),
        ("9000000", "9000001", "0", True),
        ("9000000", "0", "9000000", False),
    ],
)
def test_what_is_arranged_is_what_the_deduction_leaves(
    planned: str, deduction: str, arranged: str, *, taken: bool
) -> None:
    act = DEDUCTED.model_copy(
        update={
            "department_projects": Decimal(planned),
            "deduction": Decimal(deduction),
            "arranged": Decimal(arranged),
        }
    )
    recorded = registered().when(act)
    if taken:
        assert recorded.the(DeductionRecorded).arranged == Decimal(arranged)
        assert recorded.state.deductions == {
            DEDUCTED.document: Deduction(DEDUCTED.of_project, Decimal(deduction))
        }
    else:
        recorded.refused(Code.INVALID_FIELD, "arranged")


def test_a_document_deducts_once() -> None:
    registered().given(DEDUCTED).when(DEDUCTED).refused(Code.DUPLICATE)
