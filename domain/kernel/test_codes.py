from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.codes import BadCode, CodesSeen, differs_in_case, read_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("P001", "P001"),
        ("Ｐ００１", "P001"),
        (" P001\u3000", "P001"),
        ("652825-finance", "652825-finance"),
        ("６５２８２５－ｆ", "652825-f"),
        ("P001（新）", "P001(新)"),
        ("新财〔2026〕1号", "新财〔2026〕1号"),
        ("001", "001"),
        ("123456789012345678", "123456789012345678"),
        ("P" * 64, "P" * 64),
        ("5.1E17", "5.1E17"),
    ],
)
def test_a_code_is_read_in_its_plain_form(text: str, code: str) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "为空"),
        ("P\u200b001", "U+200B（零宽空格）"),
        ("\ufeffP001", "U+FEFF（字节序标记）"),
        ("P\u00ad001", "U+00AD（软连字符）"),
        ("P\u00a0001", "看不见的字符 U+00A0（不间断空格）"),
        ("P001\u2060", "U+2060"),
        ("\u0420001", "形似字符 \u0420 U+0420（CYRILLIC CAPITAL LETTER ER）"),
        ("\u03a1001", "GREEK CAPITAL LETTER RHO"),
        ("P\u0660", "ARABIC-INDIC DIGIT ZERO"),
        ("P\u2013001", "请改为 -"),
        ("P\u2212001", "请改为 -"),
        ("P\u0301", "看不见的字符"),
        ("P\u00c9", "形似字符"),
        ("P 001", "空格"),
        ("P/001", "斜杠"),
        ("P：001", "冒号"),
        ("P" * 65, "最多 64"),
        ("=1+1", "像公式"),
        ("-1", "像公式"),
        ("5.1E+17", "科学计数"),
        ("P\x1b[31m", "看不见的字符"),
    ],
)
def test_a_code_that_looks_like_another_is_refused_with_a_word(text: str, word: str) -> None:
    with pytest.raises(BadCode) as refused:
        read_code(text)
    assert word in refused.value.zh


@given(st.text(max_size=8))
def test_whatever_is_read_is_read_as_itself_and_normalised(text: str) -> None:
    code = None
    with suppress(BadCode):
        code = read_code(text)
    assert code is None or read_code(code) == code == unicodedata.normalize("NFKC", code)


def test_a_code_that_differs_in_case_is_found_with_the_place_of_the_first() -> None:
    seen: CodesSeen[int] = CodesSeen()
    assert seen.earlier("P001", 2) is None
    assert seen.earlier("P001", 3) == ("P001", 2)
    assert seen.earlier("p001", 4) == ("P001", 2)
    assert seen.earlier("p001", 5, "unit") is None


def test_case_alone_tells_two_codes_apart() -> None:
    assert differs_in_case("p001", "P001")
    assert not differs_in_case("P001", "P001")
    assert not differs_in_case("P002", "P001")
