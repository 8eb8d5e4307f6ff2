"""Reproducible draws: candidates in the order of a hash with a published seed."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def drawn(seed: str, candidates: Iterable[str], count: int) -> tuple[str, ...]:
    """The `count` candidates drawn, sorted.

    They come first in the order of the sha256 (hex) of seed, newline and candidate in UTF-8, as in
    `authenticity.sample`.
    """

    def lot(candidate: str) -> tuple[str, str]:
        return sha256(f"{seed}\n{candidate}".encode()).hexdigest(), candidate

    return tuple(sorted(sorted(candidates, key=lot)[:count]))
