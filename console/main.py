"""`jixiao`: runs the requested command and reports a failure in one line."""

from __future__ import annotations

import os
import re
import sys
import traceback
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from console.cli import command_list
from console.cli.error_words import bilingual
from console.cli.errors import InputError, complain, complain_of
from console.cli.private_files import keep_others_out
from console.cli.process_exit import leave
from console.settings import JIXIAO_DATA
from store.settings import JIXIAO_STORE, BadStoreUrl

BAD_INPUT = 2
NOT_AVAILABLE = 1
_HALVES = re.compile("[\ud800-\udfff]")


def main() -> None:
    """Run the command line and end the process."""
    keep_others_out()
    try:
        run()
    except SystemExit as ended:
        leave(ended)


def run() -> NoReturn:
    """Run the command line; a fault that a person can correct is reported in one line."""
    try:
        _require_unicode()
        ended = command_list.whole()(prog_name="jixiao", standalone_mode=False)
    except TyperException as error:
        _explain_usage(error)
        sys.exit(BAD_INPUT)
    except InputError as error:
        complain_of((error, *error.others))
        sys.exit(BAD_INPUT)
    except BadStoreUrl as error:
        complain(str(error))
        sys.exit(BAD_INPUT)
    except typer.Abort:
        sys.exit(NOT_AVAILABLE)
    except Exception as error:  # noqa: BLE001 - it is said, each in its line
        why = _why_not_available(error)
        if why is None:
            traceback.print_exc()  # for those who mend the program
            why = _broken(error)
        complain(why)
        sys.exit(NOT_AVAILABLE)
    sys.exit(ended if isinstance(ended, int) else 0)


def _why_not_available(error: Exception) -> str | None:
    """The line on an unavailable log or engine; `None` for another error.

    The error classes are imported only after a failure, because most calls need none.
    """
    from activities.submission import NotSettled  # noqa: PLC0415
    from deploy.errors import EngineError  # noqa: PLC0415
    from domain.kernel.request import BadRequest  # noqa: PLC0415
    from domain.kernel.serialization.envelope import UnreadableState  # noqa: PLC0415
    from projections.errors import UnreadableEvent  # noqa: PLC0415
    from store.port import (  # noqa: PLC0415
        CommandUnreadable,
        ContentDamaged,
        ContentMissing,
        LogRefused,
        StoreNotMigrated,
        StoreUnavailable,
    )

    if isinstance(error, NotSettled):
        return f"尚未办结，请稍后重试 / {error}: try again later"
    if isinstance(error, EngineError | LogRefused | StoreNotMigrated | StoreUnavailable):
        return str(error)
    if isinstance(error, BadRequest | UnreadableEvent):
        return str(error)
    if isinstance(error, UnreadableState):
        why = f"an event of the log cannot be read: {error}; `jixiao doctor` names its position"
        return f"库中有事件无法读取，请执行 jixiao doctor / {why}"
    if isinstance(error, CommandUnreadable | ContentDamaged | ContentMissing):
        why = f"the log is damaged: {error}; `jixiao doctor` says what helps"
        return f"事件库已损坏，请执行 jixiao doctor / {why}"
    return None


def _broken(error: Exception) -> str:
    """That the program itself went wrong; nobody else can put that right."""
    said = f"{type(error).__name__}: {error}"
    return (
        "程序内部出错，本次未完成，请将以上信息交维护人员 / "
        f"an error of this program itself, give the lines above to who maintains it: {said}"
    )


def _require_unicode() -> None:
    """Refuse arguments and settings that are not valid text.

    They can be neither stored nor shown.
    """
    given = {f"word {at}": word for at, word in enumerate(sys.argv[1:], start=1)}
    given |= {name: os.environ.get(name, "") for name in (JIXIAO_DATA, JIXIAO_STORE)}
    for name, text in given.items():
        if not text.isascii() and _HALVES.search(text):
            why = "不是 UTF-8，文件请改名 / is not UTF-8: write it as UTF-8, rename such a file"
            raise InputError("jixiao", None, name, why)


def _explain_usage(error: TyperException) -> None:
    """Report the fault in the arguments; a command that needs more arguments shows its help."""
    told = error.format_message()
    if told.startswith("Usage:"):
        print(told, file=sys.stderr)
        return
    path = getattr(getattr(error, "ctx", None), "command_path", "jixiao")
    complain(f"{path}: {bilingual(told.rstrip('.'))}；用法 usage: {path} --help")
