"""Errors that stop a projection."""

from __future__ import annotations


class UnreadableEvent(Exception):  # noqa: N818 - the field's own name
    """An event that this program cannot read or apply; the boards stop before its `position`."""

    def __init__(self, position: int, stream: str, topic: str, why: BaseException) -> None:
        super().__init__(
            f"event {topic} at position {position} of the log, stream {stream}, cannot be read: "
            f"{type(why).__name__}: {why}. The boards stop before it; install the jixiao that "
            "knows it, or see `jixiao doctor`"
        )
        self.position = position
        self.stream = stream
        self.topic = topic
