"""Building the engine's programs from sources that are pinned by hash (`go.mod`, `go.sum`)."""

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.command import run
from deploy.toolchain import find_go

Say = Callable[[str], None]
FLAGS = ["-tags", "disable_grpc_modules", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w"]


def build_programs(
    sources: Path,
    packages: Mapping[str, str],
    into: Path,
    say: Say,
    *,
    flags: Sequence[str] = (),
) -> None:
    """Build each Go package in `packages` (name: package) from the module at `sources`.

    `flags` are given to `go build` beside its usual ones.
    A program appears in the directory `into` under its name only when it is complete. Downloads
    and intermediate files are removed after success and kept after failure, so that the next
    attempt goes on with them. Raises CommandFailedError.
    """
    work = into / "work"
    work.mkdir(parents=True, exist_ok=True)
    go = find_go(work, say)
    for name, package in packages.items():
        started = time.monotonic()
        command = [str(go), "build", *FLAGS, *flags, "-o", str(work / name), package]
        doing = f"引擎 engine: 正在编译，仅此一次，需数分钟 / building {name} (minutes, once)"
        run(command, doing, say, cwd=sources, env=_environment(work))
        (work / name).replace(into / name)
        say(f"引擎 engine: 已编译 / {name} built in {time.monotonic() - started:.0f} s")
    shutil.rmtree(work)


def _environment(work: Path) -> dict[str, str]:
    """The caller's environment, with Go's own directories under `work` unless it names others."""
    private = {"GOPATH": str(work / "gopath"), "GOCACHE": str(work / "gocache")}
    pinned = {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    # Go writes its module cache read-only; it is to be removed after the build.
    flags = f"{os.environ.get('GOFLAGS', '')} -modcacherw".strip()
    return {**private, **os.environ, **pinned, "GOFLAGS": flags}
