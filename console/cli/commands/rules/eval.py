"""`jixiao rules eval`: ask the rules of a jurisdiction, with one question or a stream."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from console.cli.commands.rules.show import reading_of
from console.cli.error_words import bilingual
from console.cli.input.input_file import LONGEST_LINE, too_long
from console.cli.render.rules_output import BAD_INPUT, refuse, say, show_facts
from console.cli.render.rules_words import REASONS, said
from domain.kernel.answer import Answer
from domain.rules import BadInput, RuleBook
from domain.rules.engine.questions import Batch, answer_json, decode_object, encode, read_day
from store.packs.packaged_packs import packaged_packs

_CHUNK = 1 << 16


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="eval")(evaluate)


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
            say(answer_json(answer)) if as_json else show_facts(_facts(answer))
            bad = 0
    except BadInput as error:
        refuse(error)
    if bad:
        sys.stderr.write(f"batch: {bad} bad line(s)\n")
        raise typer.Exit(BAD_INPUT)


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
        raise BadInput("batch", f"{name}: {bilingual(error.strerror or '')}") from None


def _answer_lines(source: BinaryIO) -> int:
    packs = packaged_packs()
    asked = Batch(lambda code: RuleBook(packs, code))
    bad = 0
    for lines in _whole_lines(source):
        answers = []
        for line in lines:
            try:
                answers.append(asked.answer(_text(line)))
            except BadInput as error:
                answers.append(_error(error))
                bad += 1
        say(*answers)
    return bad


def _whole_lines(source: BinaryIO) -> Iterator[list[bytes]]:
    """Split received bytes into lines as they arrive; the last line needs no line end.

    A line that is too long is cut one byte after the limit.
    """
    rest = b""
    read = getattr(source, "read1", source.read)
    while arrived := read(_CHUNK):
        *lines, rest = (rest + arrived).split(b"\n")
        rest = rest[: LONGEST_LINE + 1]
        if lines:
            yield lines
    if rest:
        yield [rest]


def _text(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        raise BadInput("line", too_long())
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput("line", "must be UTF-8") from None


def _error(error: BadInput) -> str:
    return encode({"error": {"field": error.field, "message": error.message}})


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    packs = packaged_packs()
    name = packs.pack(answer.jurisdiction).name
    yield "规则 Rule", answer.rule
    yield "地区 Jurisdiction", f"{answer.jurisdiction} {name.zh} {name.en}"
    yield "日期 On", answer.on.isoformat()
    yield "输入 Input", encode(answer.input)
    yield "结论 Outcome", REASONS[answer.reason] if answer.reason else said(answer.outcome)
    for citation in answer.citations:
        yield f"条款 {citation.clause}", f"{citation.quote}\n{citation.document}"
    for ruling in answer.rulings:
        yield f"口径 {ruling.ambiguity}", reading_of(answer.jurisdiction, ruling)
    for source in answer.sources:
        yield (
            "规则包 Pack",
            f"{source.id} 版本 version {source.version} sha256 {source.sha256[:16]}",
        )
