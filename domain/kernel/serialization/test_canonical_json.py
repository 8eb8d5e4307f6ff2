"""Canonical JSON is what the standard library writes of the same value, whatever the value is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.serialization.canonical_json import canonical, plain_json
from domain.kernel.vocabulary import Role

PLAIN = st.recursive(
    st.text() | st.none() | st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)

JSON = st.recursive(
    PLAIN | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def standard(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@given(PLAIN)
def test_it_is_the_standard_library_s(value: Any) -> None:
    assert canonical(value) == standard(value).encode()


def test_a_value_of_an_enumeration_is_its_text() -> None:
    assert canonical({Role.UNIT: [Role.FINANCE]}) == b'{"unit":["finance"]}'


@given(JSON)
def test_plain_json_reads_back_as_it_was_in_its_order(value: Any) -> None:
    back = json.loads(plain_json(value))
    assert back == value
    assert repr(back) == repr(value)  # the same types, and the same order of keys


@pytest.mark.parametrize("value", ["\ud800", ["\ud800"], {"\ud800": "x"}])
def test_what_is_no_unicode_text_has_no_bytes(value: Any) -> None:
    for write in (canonical, plain_json):
        with pytest.raises(UnicodeEncodeError):
            write(value)
