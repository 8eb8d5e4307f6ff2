"""Files of tables that a person names: read, and their faults as those of the command line."""

from __future__ import annotations

from pathlib import Path

from console.cli.errors import InputError, together
from console.cli.input.input_file import read_file
from console.tables.faults import Fault
from console.tables.grid import LARGEST
from console.tables.workbook import is_workbook
from console.tables.workbook_parts import NO_WORKBOOK

_TEXT = frozenset({".csv", ".txt", ".tsv"})


def read_table_file(path: Path) -> bytes:
    """The bytes of a file of a table; raises `InputError` for one that can be none."""
    kind = path.suffix.lower()
    if kind == ".xlsm":
        _refuse(path, "含宏，请另存为不含宏的 .xlsx", "has macros: save it as .xlsx without them")
    if kind not in {*_TEXT, ".xlsx", ".xls"}:
        _refuse(path, "既非 .csv 也非 .xlsx", "is neither .csv nor .xlsx")
    content = read_file(path, LARGEST)
    if kind == ".xlsx" and not is_workbook(content):
        zh, en = NO_WORKBOOK
        _refuse(
            path,
            f"{zh}；内容若是文本，请把扩展名改为 .csv",
            f"{en}; if it holds text, call it .csv",
        )
    return content


def require_sound(faults: list[Fault], file: str) -> None:
    """Raise the faults of a table, all at once and in the order of its rows."""
    errors = [_error(one, file) for one in faults]
    errors.sort(key=lambda error: error.line or 0)
    if errors:
        raise together(errors)


def _error(fault: Fault, file: str) -> InputError:
    return InputError(file, fault.place.row, fault.field, fault.message())


def _refuse(path: Path, zh: str, en: str) -> None:
    raise InputError(str(path), None, "file", f"{zh} / {en}")
