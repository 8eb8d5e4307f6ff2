"""Errors that stop a projection."""

from __future__ import annotations


class UnreadableEvent(Exception):  # noqa: N818 - the field's own name
    """An event that this program cannot read or apply; the boards stop before its `position`."""

    def __init__(self, position: int, stream: str, topic: str, why: BaseException) -> None:
        super().__init__(
            f"日志第 {position} 位的事件 {topic}（{stream}）无法读取，读模型停在它之前；"
            "是损坏还是较新版本写入，请执行 jixiao doctor / "
            f"event {topic} at position {position} of the log, stream {stream}, cannot be read: "
            f"{type(why).__name__}: {why}. The boards stop before it; `jixiao doctor` says whether "
            "it is damaged or of a newer jixiao"
        )
        self.position = position
        self.stream = stream
        self.topic = topic
