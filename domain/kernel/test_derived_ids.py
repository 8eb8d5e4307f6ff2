"""Ids that follow from names are those of the standard."""

from __future__ import annotations

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.derived_ids import named_id


@given(namespace=st.uuids(), name=st.text(st.characters(exclude_categories=["Cs"])))
def test_a_named_id_is_that_of_the_standard_library(namespace: UUID, name: str) -> None:
    assert named_id(namespace, name) == uuid5(namespace, name)
