"""A table given back with its faults marked (`--faults OUT.xlsx`)."""

from __future__ import annotations

from pathlib import Path

from console.cli.errors import InputError, complain
from console.tables.marked import marked
from console.tables.table import Table


def write_marked(out: Path, content: bytes, table: Table) -> None:
    """Write a file back with its faults marked; raises `InputError` where it cannot be written."""
    made = marked(content, table)
    if made is None:
        complain("未找到表格，没有写出标注文件 / no table was found, so no marked file is written")
        return
    try:
        out.write_bytes(made)
    except OSError as error:
        raise InputError(str(out), None, "--faults", error.strerror or "") from error
    complain(f"{out}: 已标出有误的单元格 / has the faulty cells marked")
