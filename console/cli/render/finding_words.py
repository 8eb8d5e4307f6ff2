"""Words of `jixiao doctor`: each finding and its remedy, in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a finding and of its remedy."""

    zh: str
    en: str
    mend: str


_MEND = "jixiao doctor --mend"
_RESTORE = "恢复备份 restore a backup: jixiao restore FILE --data NEW-DIRECTORY"

WORDS: dict[str, Words] = {
    "database-damaged": Words("数据库损坏", "the database file is damaged", _RESTORE),
    "log-changed": Words(
        "日志在上次检查之后被改动",
        "rows that an earlier check found sound were changed",
        f"{_RESTORE}；已恢复过备份的，删除 checked.db 后重查 one was restored: delete checked.db",
    ),
    "position-gap": Words("位置不连续，有行被删除", "a row was deleted", _RESTORE),
    "event-order": Words("事件次序被改动", "an event stands in another order", _RESTORE),
    "version-gap": Words("事件版本不连续", "the stream's versions have a gap", _RESTORE),
    "command-without-events": Words("命令所指事件缺失", "a command names missing events", _RESTORE),
    "event-without-command": Words("事件没有命令记录", "an event has no command", _RESTORE),
    "refused-with-events": Words("被拒绝的命令却有事件", "a refused command has events", _RESTORE),
    "command-unreadable": Words("命令无法读取", "a command cannot be read", _RESTORE),
    "command-misplaced": Words(
        "命令与其表列不符", "a command's act and its columns differ", _RESTORE
    ),
    "request-hash-wrong": Words(
        "请求与其散列值不符", "a request is not the one that was hashed", _RESTORE
    ),
    "outcome-wrong": Words(
        "命令结果与其事件不符", "a command's outcome and its events differ", _RESTORE
    ),
    "event-not-of-command": Words("事件与其命令不符", "an event and its command differ", _RESTORE),
    "event-not-canonical": Words(
        "事件字节不是规范格式", "an event's bytes are not in canonical form", _RESTORE
    ),
    "event-misplaced": Words(
        "事件与其表列不符", "an event's leaf and its columns differ", _RESTORE
    ),
    "event-id-wrong": Words("事件编号与其命令不符", "an event's id is not its own", _RESTORE),
    "cause-missing": Words("事件的起因缺失", "an event's cause is missing", _RESTORE),
    "digest-wrong": Words("字段与其摘要不符", "a field is not the one of its digest", _RESTORE),
    "digest-missing": Words("应以摘要保存的字段为明文", "a field has no digest", _RESTORE),
    "salt-missing": Words("字段缺少盐值", "a digest has no salt", _RESTORE),
    "event-unreadable": Words(
        "事件已损坏或被改动，无法读取",
        "an event's bytes are damaged or were altered: it cannot be read",
        _RESTORE,
    ),
    "event-unknown": Words(
        "事件由较新版本写入，本版本不识别",
        "an event is of a newer program, and this one does not know it",
        "安装写入它的较新版本 install the newer jixiao that wrote it",
    ),
    "content-missing": Words(
        "内容缺失",
        "kept content is missing",
        "重新提交同一文件 submit the file that it came from again, or restore a backup",
    ),
    "content-altered": Words("内容被改动", "kept content was altered", _RESTORE),
    "packs-not-adopted": Words(
        "规则包未采用", "packs are not adopted", "pack.adopt 采用上级及本级规则包 the whole chain"
    ),
    "subject-unreadable": Words(
        "事项无法读取", "the subject cannot be folded", "先处理其事件 mend its events first"
    ),
    "pack-differs": Words(
        "规则包与程序所带不同",
        "the adopted pack is not the one that comes with this program",
        "如需更新 to follow it: pack.adopt",
    ),
    "events-misdated": Words(
        "事件的记录日期与存储日期不符（流程时钟曾停滞）",
        "events were dated by a clock that stood still",
        "核实实际办理日后由财政部门更正 find out the true day, and have the bureau annotate it: "
        "record.annotate",
    ),
    "events-annotated": Words(
        "事件的记录日期已更正",
        "the day of these events was annotated",
        "无需处理 nothing to do",
    ),
    "sound-events-annotated": Words(
        "登记日期与存储时间一致的事件曾被更正日期",
        "the log dates these events soundly, and an older program let another day be given to them",
        "请核对依据文件；依据不足的，由财政部门恢复原记录日 look at the paper; where it does not "
        "prove the day, give the day on record back: record.annotate",
    ),
    "sqlite-library": Words(
        "所用 SQLite 有已公布的缺陷，极少数情况下损坏数据库",
        "this SQLite library has a published fault that can, rarely, damage a database",
        "升级 SQLite 到 3.51.3 或更高 install 3.51.3 or newer; keep backups",
    ),
    "kind-wrong": Words("年度的时钟与日志的种类不符", "a year's clock is not the log's", _RESTORE),
    "recorded-earlier": Words(
        "登记时间比前面的事件早 5 分钟以上",
        "an event was recorded more than 5 minutes before one that stands before it",
        "无需处理 nothing: an older program dated acts by the workflow",
    ),
    "projections-behind": Words("读模型落后", "the boards are behind the log", _MEND),
    "projections-foreign": Words("读模型属于另一日志", "the boards are of another log", _MEND),
    "projections-damaged": Words("读模型损坏", "the boards cannot be used", _MEND),
    "engine-away": Words("引擎不应答", "the engine does not answer", "启动 start: jixiao up"),
    "engine-empty": Words(
        "引擎没有本系统的数据", "the engine's database is new or lost", "jixiao recover"
    ),
    "log-mixed": Words(
        "本库既有真实年度又有演练年度，只可查阅",
        "this log has real years and years of drills, and is read only",
        "拆分为两库 make two logs of it: jixiao split",
    ),
    "namespace-of-another-log": Words(
        "引擎属于另一库",
        "the engine's namespace is bound to another log",
        "改用本库的服务器 name this log's own server by TEMPORAL_ADDRESS",
    ),
    "namespace-of-another-copy": Words(
        "引擎属于本库的另一副本",
        "the engine's namespace is bound to another copy of this log",
        "如以本副本为准 if this one is to go on: jixiao recover --take-over",
    ),
    "log-files-gone": Words(
        "日志文件在使用中被删除、移走或替换，不再办理",
        "a file of the log was deleted, moved or replaced while the stack runs: no act is taken",
        "停止 jixiao up，按 docs/operations.md 处理后再启动 stop jixiao up and do as "
        "docs/operations.md says",
    ),
    "no-worker": Words("没有工作进程", "no worker polls", "启动 start: jixiao up"),
    "no-workflow": Words("未结事项没有流程", "an open subject has no workflow", _MEND),
    "workflow-of-closed": Words("已办结事项仍有流程", "a closed subject's workflow runs", _MEND),
    "workflow-of-nobody": Words(
        "流程没有对应事项",
        "a workflow of no subject runs",
        "核实后在 Temporal 页面终止 look at it in Temporal's web UI and end it there",
    ),
    "workflow-behind": Words("流程落后于日志", "the workflow is behind the log", _MEND),
    "workflow-ahead": Words(
        "流程超前于日志", "the workflow is ahead of the log (restored from a backup?)", _MEND
    ),
    "clock-behind": Words(
        "本机时钟早于库中最新记录，不能办理",
        "the clock of this machine is behind the log: no act is taken",
        "校正时钟 correct the clock; where it is right: " + _RESTORE,
    ),
    "clock-set": Words(
        "运行中本机时钟被调整，不能办理",
        "the clock of this machine was set while the stack ran: no act is taken",
        "校正时钟 correct the clock; where it is right: jixiao up",
    ),
    "workflow-clock": Words(
        "流程的业务时间不是现在", "the workflow's business time is not now", _MEND
    ),
    "workflow-silent": Words("流程不应答", "the workflow does not answer", _MEND),
    "not-reached": Words(
        "对象未受理系统送达的事项，原因消除后可重新送达",
        "a subject refused what it was sent, for a reason that may pass",
        _MEND,
    ),
    "not-reached-final": Words(
        "对象不予受理系统送达的事项",
        "a subject refused what it was sent, and waiting does not help",
        "由财政部门核实后办理 the bureau looks into it: subjects.send-again",
    ),
    "workflow-stuck": Words(
        "流程任务反复失败，无法继续", "the workflow's tasks fail again and again", _MEND
    ),
    "workflow-parked": Words(
        "流程已自动重启三次仍失败，现已停放，不再自动重启",
        "begun again three times by itself and stuck still: it is parked",
        "先查看工作进程日志并排除原因，再执行 read the worker's log and remove the cause, then: "
        f"{_MEND}",
    ),
}
"""The words by the code of the finding."""

NOTES = frozenset(
    {
        "pack-differs",
        "not-reached-final",
        "events-annotated",
        "sound-events-annotated",
        "log-mixed",
        "sqlite-library",
        "recorded-earlier",
    }
)
"""Notes that are not faults: the log is still sound."""
