"""The build of the server whose clock a test moves, once per patch and pin, in a cache of its own.

The per-user cache of the tests is not that of the product (`deploy.obtain`), so that `jixiao up`
can never start this server.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs

from deploy.build import build_programs
from deploy.filelock import exclusive
from deploy.obtain import SERVER, SOURCES
from deploy.toolchain import find_go
from testkit.shifted_engine.patch import patch_text, write_overlay

Say = Callable[[str], None]
NAME = "temporal-server-with-moved-clock"


def cache_dir() -> Path:
    """The directory of this build: one for each pin, patch and machine type."""
    pinned = (SOURCES / "go.sum").read_bytes() + patch_text().encode()
    pin = hashlib.sha256(pinned).hexdigest()[:16]
    machine = f"{sys.platform}-{platform.machine()}"
    return platformdirs.user_cache_path("jixiao-testkit") / "shifted-engine" / f"{pin}-{machine}"


def obtain_shifted(say: Say = print) -> Path:
    """The path of the server with a moved clock, building it first if need be (minutes).

    Raises EngineError where it cannot be built, PatchError where Go's sources are others.
    """
    cache = cache_dir()
    program = cache / NAME
    if program.exists():
        return program
    with exclusive(cache / "build.lock", lambda: say("engine: waiting for another build")):
        if not program.exists():
            _build(cache, say)
    return program


def _build(cache: Path, say: Say) -> None:
    work = cache / "work"
    go = find_go(work, say)
    overlay = write_overlay(_goroot(go), work / "overlay")
    build_programs(SOURCES, {NAME: SERVER.package}, cache, say, flags=["-overlay", str(overlay)])


def _goroot(go: Path) -> Path:
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    done = subprocess.run(  # noqa: S603 - the Go that builds the engine
        [go, "env", "GOROOT"], env=environment, capture_output=True, text=True, check=True
    )
    return Path(done.stdout.strip())
