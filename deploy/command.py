"""Running a long command so that people see that it lives (standard library only)."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from deploy.errors import EngineError

PROGRESS_SECONDS = 10.0
TAIL_LINES = 12


class CommandFailedError(EngineError):
    """A command ended with an error; the message has the end of its output."""


def run(
    command: Sequence[str],
    doing: str,
    say: Callable[[str], None],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run `command`, say what is being done, and every 10 seconds how long it has taken.

    Its output is kept back. Raises CommandFailedError with the end of the output if it fails or
    cannot be started.
    """
    say(doing)
    with tempfile.TemporaryFile() as output:
        try:
            code = _run(command, output, lambda seconds: say(f"{doing}: {seconds:.0f} s"), cwd, env)
        except OSError as error:
            raise CommandFailedError(
                f"{command[0]} 无法启动 / cannot be started: {error}"
            ) from error
        if code:
            raise CommandFailedError(f"{doing} 失败 / failed:\n{_tail(output)}")


def _run(
    command: Sequence[str],
    output: IO[bytes],
    progress: Callable[[float], None],
    cwd: Path | None,
    env: Mapping[str, str] | None,
) -> int:
    started = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - a command that this package put together
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd, env=env
    )
    try:
        while (code := _wait(process)) is None:
            progress(time.monotonic() - started)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    return code


def _wait(process: "subprocess.Popen[bytes]") -> int | None:
    try:
        return process.wait(PROGRESS_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _tail(output: IO[bytes]) -> str:
    output.seek(0)
    return "\n".join(output.read().decode(errors="replace").splitlines()[-TAIL_LINES:])
