"""`jixiao rules`: ask the rules of a jurisdiction, one question or a stream of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from domain.answer import Answer, Json, RulingRef
from domain.policy import BadInput, RuleBook
from domain.policy.questions import Batch, answer_json, decode_object, encode, read_day
from store.packaged_packs import packaged_packs

app = typer.Typer(no_args_is_help=True, help="规则：条款、取值、结论 / Rules with their clauses.")

_BAD_INPUT = 2
_CHUNK = 1 << 16


@app.callback()
def rules() -> None:
    """Ask the policy packs that come with the package."""


@app.command(name="eval")
def evaluate(
    rule: Annotated[str | None, typer.Argument(help="规则编号 / Rule id.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="行政区划代码 / GB/T 2260 code.")] = None,
    on: Annotated[str | None, typer.Option(help="日期 YYYY-MM-DD / The day asked about.")] = None,
    given: Annotated[str, typer.Option("--input", help="JSON 对象 / A JSON object.")] = "{}",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / Print JSON.")] = False,
    batch: Annotated[
        str | None, typer.Option(help="每行一个请求的文件，- 为标准输入 / Requests, one per line.")
    ] = None,
) -> None:
    """Answer one question (RULE), or with --batch one JSON line per request."""
    try:
        if batch is not None:
            _only_batch(rule, jurisdiction, on, given)
            bad = _answer_stream(batch)
        else:
            answer = _answer(rule, jurisdiction, on, given)
            _say(answer_json(answer)) if as_json else _show(answer)
            bad = 0
    except BadInput as error:
        _refuse(error)
    if bad:
        sys.stderr.write(f"batch: {bad} bad line(s)\n")
        raise typer.Exit(_BAD_INPUT)


def _answer(rule: str | None, jurisdiction: str | None, on: str | None, given: str) -> Answer:
    for name, value in (("rule", rule), ("jurisdiction", jurisdiction), ("on", on)):
        if value is None:
            raise BadInput(name, "missing")
    book = RuleBook(packaged_packs(), str(jurisdiction))
    return book.answer(str(rule), read_day(str(on)), decode_object(given, "input"))


def _only_batch(rule: str | None, jurisdiction: str | None, on: str | None, given: str) -> None:
    alone = {"rule": rule, "jurisdiction": jurisdiction, "on": on}
    alone["input"] = None if given == "{}" else given
    for name, value in alone.items():
        if value is not None:
            raise BadInput(name, "stands in each line of a batch, not beside it")


def _answer_stream(name: str) -> int:
    if name == "-":
        return _answer_lines(sys.stdin.buffer)
    try:
        with Path(name).open("rb") as source:
            return _answer_lines(source)
    except OSError as error:
        raise BadInput("batch", f"{name}: {error.strerror}") from None


def _answer_lines(source: BinaryIO) -> int:
    packs = packaged_packs()
    asked = Batch(lambda code: RuleBook(packs, code))
    bad = 0
    for lines in _whole_lines(source):
        answers = []
        for line in lines:
            try:
                answers.append(asked.answer(line.decode("utf-8")))
            except UnicodeDecodeError:
                answers.append(_error(BadInput("line", "must be UTF-8")))
                bad += 1
            except BadInput as error:
                answers.append(_error(error))
                bad += 1
        _say(*answers)
    return bad


def _whole_lines(source: BinaryIO) -> Iterator[list[bytes]]:
    """Split what has arrived into lines, without waiting for more; the last needs no line end."""
    rest = b""
    read = getattr(source, "read1", source.read)
    while arrived := read(_CHUNK):
        *lines, rest = (rest + arrived).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]


def _error(error: BadInput) -> str:
    return encode({"error": {"field": error.field, "message": error.message}})


def _say(*lines: str) -> None:
    """Print lines of JSON as UTF-8; a lone surrogate is printed as its JSON escape."""
    text = "".join(f"{line}\n" for line in lines)
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(1) from None


def _refuse(error: BadInput) -> None:
    line = " ".join(f"{error.field}: {error.message}".split())
    sys.stderr.write(f"{line}\n")
    raise typer.Exit(_BAD_INPUT)


def _show(answer: Answer) -> None:
    from rich.console import Console  # noqa: PLC0415 - Rich is slow to import
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, text in _facts(answer):
        table.add_row(label, Text(text))
    Console().print(table)


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    packs = packaged_packs()
    name = packs.pack(answer.jurisdiction).name
    yield "规则 Rule", answer.rule
    yield "地区 Jurisdiction", f"{answer.jurisdiction} {name.zh} {name.en}"
    yield "日期 On", answer.on.isoformat()
    yield "输入 Input", encode(answer.input)
    yield "结论 Outcome", _REASONS[answer.reason] if answer.reason else _said(answer.outcome)
    for citation in answer.citations:
        yield f"条款 {citation.clause}", f"{citation.quote}\n{citation.document}"
    for ruling in answer.rulings:
        yield f"口径 {ruling.ambiguity}", _read_as(answer, ruling)
    for source in answer.sources:
        yield (
            "规则包 Pack",
            f"{source.id} 版本 version {source.version} sha256 {source.sha256[:16]}",
        )


def _read_as(answer: Answer, ruling: RulingRef) -> str:
    reading = packaged_packs().reading(answer.jurisdiction, ruling.ambiguity)
    status = _STATUSES[ruling.status]
    if ruling.ruling is None:
        return f"{status}: {reading.phrase if reading else ''}"
    english = reading.ruling.en if reading and reading.ruling else ""
    return f"{status}: {ruling.ruling}\n{english}"


def _said(outcome: Json) -> str:
    if isinstance(outcome, bool):
        return "是 yes" if outcome else "否 no"
    if isinstance(outcome, list):
        return "\n".join(_said(part) for part in outcome) or "无 none"
    if isinstance(outcome, dict):
        return "\n".join(f"{_said(key)}: {_said(part)}" for key, part in outcome.items())
    if outcome is None:
        return "未定 undecided"
    return f"{_WORDS[outcome]} {outcome}" if outcome in _WORDS else str(outcome)


_REASONS = {
    "not_stated": "没有规定，不作约束 not stated: nothing binds",
    "needs_ruling": "须先由财政部门裁定 needs a ruling of the bureau",
}
_STATUSES = {
    "provisional": "暂行口径 provisional",
    "ruled": "已裁定 ruled",
    "open": "待裁定 open",
}
_WORDS = {
    "required": "须评估",
    "not_required": "不须评估",
    "may_commission": "可以委托再评估",
    "not_applicable": "不适用",
    "admit": "准予",
    "pending": "待审核",
    "refuse": "不予",
    "advisory": "提示，不作约束",
    "accept": "采用",
    "reject": "不采用",
    "valid": "符合",
    "invalid": "不符合",
    "sum": "合计",
    "execution": "预算执行率",
    "completion": "绩效目标完成率",
    "deviation": "偏离",
    "score": "审核打分",
    "judgement": "由审核人判断",
    "rectify": "整改",
    "reasons": "理由",
    "touched": "触线",
    "open": "待裁定",
    "due": "期限",
    "status": "报送",
    "on_time": "按时",
    "late": "逾期",
    "no_due_date": "没有规定报送日",
    "all_projects": "全部项目",
    "necessity": "立项必要性",
    "economy": "投入经济性",
    "target_reasonableness": "绩效目标合理性",
    "feasibility": "实施方案可行性",
    "funding_compliance": "筹资合规性",
    "fiscal_affordability": "财政承受能力",
    "output": "产出",
    "cost": "成本",
    "economic": "经济效益",
    "social": "社会效益",
    "ecological": "生态效益",
    "sustainable": "可持续影响",
    "satisfaction": "服务对象满意度",
    "operating_cost": "运行成本",
    "management_efficiency": "管理效率",
    "duty_performance": "履职效能",
    "social_benefit": "社会效益",
    "sustainability": "可持续发展能力",
}
