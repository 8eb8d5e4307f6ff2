"""The kinds of faults: those that kill, and all others."""

from __future__ import annotations

from faults.kills import kills, kills_at_steps, kills_together
from faults.kind import Kind, When


def _wires() -> list[Kind]:
    return [
        Kind(
            "request-dropped",
            "请求途中断线",
            "connection dropped during the request",
            When.BEFORE,
            14,
            "the proxy holds back the client's bytes, and breaks the connection",
            "the act's id was among the bytes held back, and the act was not in the log then",
            "an act that never arrived is sent again, and stored once",
        ),
        Kind(
            "reply-dropped",
            "提交后、答复前断线",
            "connection dropped after the commit and before the reply",
            When.AFTER,
            18,
            "the proxy holds back the server's bytes, and breaks when the act is in the log",
            "the reply was among the bytes held back, and the client's record has none",
            "sending the act again returns the lost answer, without a second effect",
        ),
        Kind(
            "worker-cut-off",
            "工作进程断线",
            "the worker's connection dropped after the commit",
            When.AFTER,
            8,
            "the worker's proxy holds back its report, and breaks when the act is in the log",
            "the act was in the log when the proxy broke, and the client's record had no answer",
            "an act whose worker could not report it is decided again, and stored once",
        ),
    ]


def _again() -> list[Kind]:
    return [
        Kind(
            "repeated-at-once",
            "同一命令同时重复提交",
            "the same act several times at once",
            When.NONE,
            14,
            "two to five sendings of one act are under way together",
            "the same number of answers in the client's record",
            "all get the same outcome, and the log has the act once",
        ),
        Kind(
            "repeated-later",
            "旧命令再次提交",
            "an earlier act of the same subject again",
            When.NONE,
            10,
            "acts from days or months before are sent again to the subject",
            "their second answers in the client's record",
            "each gets its first answer, also from a later run of the workflow",
        ),
        Kind(
            "id-reused",
            "命令编号用于另一内容",
            "a command id with other content",
            When.NONE,
            16,
            "an act with another actor or another field is sent under the id of the previous act",
            "the refusal `command-id-reused` in the client's record",
            "it is refused, and the first act does not change",
        ),
    ]


def _store() -> list[Kind]:
    return [
        Kind(
            "store-full",
            "事件库拒绝写入（max_page_count）",
            "the event database refuses writes",
            When.DURING,
            16,
            "`PRAGMA max_page_count` at the file's size, for one to eight refused writes",
            "the worker's notes of writes refused with “database or disk is full”",
            "no act is stored in part, and the act is stored when there is room again",
        ),
        Kind(
            "store-locked",
            "事件库被他人锁定",
            "the event database is locked by somebody else",
            When.DURING,
            6,
            "another connection holds the write lock until a write gave up",
            "the worker's notes of writes refused with “locked”",
            "the act waits, and is stored when the lock is gone",
        ),
    ]


def _clocks() -> list[Kind]:
    moved = "the instant of storing in the log differs by the same time"
    return [
        Kind(
            "clock-forward",
            "存储时钟前跳",
            "the clock port jumps forward",
            When.NONE,
            8,
            "the wall clock of storing is an hour to a year ahead while the act is taken",
            moved,
            "order, dates and decisions come from the log and business time, not the wall clock",
        ),
        Kind(
            "clock-back",
            "存储时钟倒退",
            "the clock port goes back",
            When.NONE,
            8,
            "the wall clock of storing is a second to a year behind while the act is taken",
            moved,
            "a clock that is set back neither reorders nor loses anything",
        ),
        Kind(
            "clock-skipped",
            "业务时钟零碎跳动",
            "the business clock skips by odd stretches",
            When.NONE,
            4,
            "the subject is moved by three odd stretches before its act; going back is refused",
            "the act's instant of recording is that much later, and the server refused to go back",
            "the day that counts is the business day, whatever way the clock came there",
        ),
    ]


KINDS: tuple[Kind, ...] = (
    *kills(),
    *kills_together(),
    *kills_at_steps(),
    *_wires(),
    *_again(),
    *_store(),
    *_clocks(),
)
"""All kinds, in the order of the table."""

BY_ID = {kind.id: kind for kind in KINDS}
