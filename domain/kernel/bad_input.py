"""The error for an input that a rule cannot read."""

from __future__ import annotations


class BadInput(ValueError):  # noqa: N818 - the contract's own word
    """An input that a rule does not accept: `field` names the wrong field, `message` the fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
