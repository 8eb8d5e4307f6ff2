"""`jixiao rules eval`: ask the rules of a jurisdiction, with one question or a stream."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from console.cli.commands.rules.show import reading_of
from console.cli.error_words import bilingual
from console.cli.input.input_file import LONGEST_LINE, too_long
from console.cli.options import StoreUrl
from console.cli.render.rules_output import BAD_INPUT, refuse, say, show_facts
from console.cli.render.rules_words import REASONS, said
from console.settings import data_dir, directory_word, store_url
from domain.kernel.answer import Answer
from domain.rules import BadInput, RuleBook
from domain.rules.engine.questions import Batch, answer_json, decode_object, encode, read_day
from store.packs.packaged_packs import packaged_packs

_CHUNK = 1 << 16

Books = Callable[[str], RuleBook]
"""A function that gives the rules of a jurisdiction by its code; raises `BadInput`."""


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
    data: Annotated[
        Path | None,
        typer.Option(
            parser=directory_word,
            metavar="DIR",
            help="询问该目录的库中已采用的规则包 / Ask the packs adopted in the log of this data.",
        ),
    ] = None,
    store: StoreUrl = None,
) -> None:
    """Answer one question (RULE), or with --batch one JSON line per request.

    The packs of the package are asked. With --data (or --store) those that the jurisdiction adopted
    in a log are, with the rulings that it recorded.
    """
    try:
        with _books(data, store) as books:
            if batch is not None:
                _only_batch(rule, jurisdiction, on, given)
                bad = _answer_stream(batch, books)
            else:
                bad = 0
                book, answer = _answer(rule, jurisdiction, on, given, books)
                say(answer_json(answer)) if as_json else show_facts(_facts(answer, book))
    except BadInput as error:
        refuse(error)
    if bad:
        sys.stderr.write(f"batch: {bad} bad line(s)\n")
        raise typer.Exit(BAD_INPUT)


@contextmanager
def _books(data: Path | None, store: str | None) -> Iterator[Books]:
    """Those of the package, or those adopted in the log that is named."""
    if data is None and store is None:
        packs = packaged_packs()
        yield lambda code: RuleBook(packs, code)
        return
    from store.factory import open_log  # noqa: PLC0415 - only a log needs it
    from store.in_force import InForceReader, NotAdopted  # noqa: PLC0415

    with closing(open_log(store_url(data_dir(data), store))) as log:
        reader = InForceReader(log)

        def adopted(code: str) -> RuleBook:
            try:
                return reader.book(code)
            except NotAdopted as error:
                raise BadInput("jurisdiction", _not_adopted(code, str(error))) from None

        yield adopted


def _not_adopted(code: str, why: str) -> str:
    return f"此库中 {code} 尚未采用本级及上级的规则包（jixiao init） / {why}"


def _answer(
    rule: str | None, jurisdiction: str | None, on: str | None, given: str, books: Books
) -> tuple[RuleBook, Answer]:
    for name, value in (("rule", rule), ("jurisdiction", jurisdiction), ("on", on)):
        if value is None:
            raise BadInput(name, "missing")
    book = books(str(jurisdiction))
    return book, book.answer(str(rule), read_day(str(on)), decode_object(given, "input"))


def _only_batch(rule: str | None, jurisdiction: str | None, on: str | None, given: str) -> None:
    alone = {"rule": rule, "jurisdiction": jurisdiction, "on": on}
    alone["input"] = None if given == "{}" else given
    for name, value in alone.items():
        if value is not None:
            raise BadInput(name, "stands in each line of a batch, not beside it")


def _answer_stream(name: str, books: Books) -> int:
    if name == "-":
        return _answer_lines(sys.stdin.buffer, books)
    try:
        with Path(name).open("rb") as source:
            return _answer_lines(source, books)
    except OSError as error:
        raise BadInput("batch", f"{name}: {bilingual(error.strerror or '')}") from None


def _answer_lines(source: BinaryIO, books: Books) -> int:
    asked = Batch(books)
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


def _facts(answer: Answer, book: RuleBook) -> Iterator[tuple[str, str]]:
    name = book.packs.pack(answer.jurisdiction).name
    yield "规则 Rule", answer.rule
    yield "地区 Jurisdiction", f"{answer.jurisdiction} {name.zh} {name.en}"
    yield "日期 On", answer.on.isoformat()
    yield "输入 Input", encode(answer.input)
    yield "结论 Outcome", REASONS[answer.reason] if answer.reason else said(answer.outcome)
    for citation in answer.citations:
        yield f"条款 {citation.clause}", f"{citation.quote}\n{citation.document}"
    for ruling in answer.rulings:
        yield f"口径 {ruling.ambiguity}", reading_of(answer.jurisdiction, ruling, book.packs)
    for source in answer.sources:
        yield (
            "规则包 Pack",
            f"{source.id} 版本 version {source.version} sha256 {source.sha256[:16]}",
        )
