"""What may become of a file on its way: damaged, doubled, in another encoding, or meant ill."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FRAGMENTS = (
    *(b"\0", b"\x1b[31m", b"\xff", b"\xed\xa0\x80", b"\r", b"\n", b"\t", b'"', b",", b"{", b"["),
    *(
        "\u2028".encode(),
        "\u202e".encode(),
        "\ufeff".encode(),
        "＝".encode(),
        b"\\ud800",
        b"\\u0000",
    ),
    *(b"NaN", b"-Infinity", b"1e999999999", b"9" * 5000, b"-1", b"0x10", b"null", b"=1+1", b"@x"),
    *(
        b"[" * 2000,
        b'{"a":' * 2000,
        b"&a ",
        b"*a",
        b"<<: *a",
        b"!!python/object:os.system ",
        b"---\n",
    ),
    *(b"0001-01-01", b"9999-12-31", b"2023-02-29", b"../../etc/passwd", b"/dev/zero", b"[/red]"),
)
"""Bytes that some parser, store or screen could choke on."""

_ENCODINGS = ("utf-16", "utf-16-le", "gb18030", "utf-8-sig", "utf-7", "big5")


def examples(number: int) -> settings:
    """So many examples, the same ones at every run, however long each takes."""
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def mutations(content: bytes) -> st.SearchStrategy[bytes]:
    """A file to which one to three things happened, or bytes of no file at all."""
    happened = st.lists(_changes(len(content)), min_size=1, max_size=3)
    return happened.map(lambda changes: _changed(content, changes)) | st.binary(max_size=200)


Change = Callable[[bytes], bytes]


def _changed(content: bytes, changes: list[Change]) -> bytes:
    for change in changes:
        content = change(content)
    return content


def _changes(size: int) -> st.SearchStrategy[Change]:
    at = st.integers(0, size)
    return st.one_of(
        st.builds(_flipped, at, st.integers(1, 255)),
        st.builds(_cut, at, st.integers(1, 40)),
        st.builds(_inserted, at, st.sampled_from(FRAGMENTS) | st.binary(min_size=1, max_size=8)),
        st.builds(_line_doubled, at),
        st.builds(_key_doubled, at),
        st.builds(_value_replaced, at, st.sampled_from(FRAGMENTS)),
        st.builds(_encoded, st.sampled_from(_ENCODINGS)),
        st.builds(_ended_early, at),
    )


def _flipped(at: int, by: int) -> Change:
    def change(content: bytes) -> bytes:
        if at >= len(content):
            return content
        return content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]

    return change


def _cut(at: int, length: int) -> Change:
    return lambda content: content[:at] + content[at + length :]


def _inserted(at: int, fragment: bytes) -> Change:
    return lambda content: content[:at] + fragment + content[at:]


def _ended_early(at: int) -> Change:
    return lambda content: content[:at]


def _line_doubled(at: int) -> Change:
    def change(content: bytes) -> bytes:
        begin, end = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at) + 1
        return content[:end] + content[begin:end] + content[end:] if end else content

    return change


def _key_doubled(at: int) -> Change:
    """The member of a JSON object that ends behind a place stands twice."""

    def change(content: bytes) -> bytes:
        end = content.find(b", ", at)
        begin = content.rfind(b'"', 0, content.rfind(b'": ', 0, max(end, 0)))
        return content[:end] + b", " + content[begin:end] + content[end:] if begin > 0 else content

    return change


def _value_replaced(at: int, fragment: bytes) -> Change:
    """What stands between a colon or comma and the next comma or line end is another value."""

    def change(content: bytes) -> bytes:
        begin = max(content.rfind(mark, 0, at) + len(mark) for mark in (b": ", b","))
        ends = [end for end in (content.find(b",", begin), content.find(b"\n", begin)) if end >= 0]
        return content[:begin] + fragment + content[min(ends, default=len(content)) :]

    return change


def _encoded(name: str) -> Change:
    return lambda content: content.decode("utf-8", "replace").encode(name, "replace")
