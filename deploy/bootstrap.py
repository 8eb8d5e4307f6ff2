"""The private Python environment of this project, on a machine that has only Python.

Run by any Python from 3.11 on as `python3 -m deploy.bootstrap` (standard library only). It makes
`.venv` from the lock file with uv: the one on PATH, else a pinned one of its own in `.cache`. A
stamp in `.venv` lets the next run see at once that there is nothing to do, and a lock lets two
runs at the same time share the work.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from deploy.command import CommandFailedError, run
from deploy.errors import EngineError
from deploy.filelock import exclusive

ROOT = Path(__file__).parents[1]
UV_PACKAGE = "uv==0.13.8"
Say = Callable[[str], None]


def existing_uv(root: Path = ROOT) -> str | None:
    """The uv on PATH, else the private one that an earlier run installed, else None."""
    private = root / ".cache" / "uv-env" / "bin" / "uv"
    return shutil.which("uv") or (str(private) if private.exists() else None)


def prepare(root: Path = ROOT, say: Say = print) -> None:
    """Make `.venv` under `root` as the lock file says, unless the stamp says that it is so."""
    if _is_ready(root):
        return
    waiting = "setup: waiting for another set-up in this directory"
    with exclusive(root / ".cache" / "setup.lock", lambda: say(waiting)):
        if not _is_ready(root):
            _make_environment(root, existing_uv(root) or _install_uv(root, say), say)
            _stamp_file(root).write_text(_stamp(root))


def _is_ready(root: Path) -> bool:
    stamp = _stamp_file(root)
    python = root / ".venv" / "bin" / "python"
    return python.exists() and stamp.exists() and stamp.read_text() == _stamp(root)


def _stamp_file(root: Path) -> Path:
    return root / ".venv" / "set-up-for"


def _stamp(root: Path) -> str:
    """Everything on which the environment depends; its scripts contain their own directory."""
    pins = [(root / name).read_bytes() for name in ("uv.lock", "pyproject.toml")]
    return f"{root}\n{hashlib.sha256(b''.join(pins)).hexdigest()}\n"


def _make_environment(root: Path, uv: str, say: Say) -> None:
    stamp = _stamp_file(root)
    if stamp.exists() and stamp.read_text().splitlines()[:1] != [str(root)]:
        shutil.rmtree(root / ".venv")  # it was moved here and its scripts point to the old place
    command = [uv, "sync", "--locked", "--no-python-downloads", "--compile-bytecode"]
    if not (root / ".venv" / "bin" / "python").exists():
        command += ["--python", sys.executable]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(root / ".venv")}
    environment.pop("VIRTUAL_ENV", None)  # an active environment of something else
    run(command, "setup: installing the locked packages into .venv", say, cwd=root, env=environment)


def _install_uv(root: Path, say: Say) -> str:
    """Install the pinned uv privately, by a virtual environment or by the system's pip."""
    place = root / ".cache" / "uv-env"
    shutil.rmtree(place, ignore_errors=True)
    doing = f"setup: fetching {UV_PACKAGE} into .cache"
    try:
        run([sys.executable, "-m", "venv", str(place)], "setup: preparing a place for uv", say)
        run([str(place / "bin" / "python"), "-m", "pip", "install", UV_PACKAGE], doing, say)
    except CommandFailedError as first:
        shutil.rmtree(place, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--target", str(place), UV_PACKAGE]
        try:
            run(pip, f"{doing} with the system's pip", say)
        except CommandFailedError:
            raise EngineError(f"{first}\n{_WITHOUT_UV}") from first
    return str(place / "bin" / "uv")


_WITHOUT_UV = (
    "Do one of these: put uv on PATH; or install Python's venv module "
    "(on Debian and Ubuntu: apt install python3-venv); and see that the package index is reachable."
)


def main() -> int:
    """Prepare the environment; the exit code is 1 if that fails, and the reason is printed."""
    try:
        prepare(say=lambda line: print(line, flush=True))  # noqa: T201 - a console program
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
