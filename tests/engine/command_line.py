"""The command line as people run it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

JIXIAO = Path(sys.executable).with_name("jixiao")
WITHOUT_SERVER = {name: value for name, value in os.environ.items() if "TEMPORAL" not in name}


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def is_server(process: psutil.Process) -> bool:
    """Whether a process is the engine's server."""
    return "--allow-no-auth" in process.cmdline()


async def start(*arguments: str | Path, **settings: str) -> Process:
    """Start a command, with settings in its environment beside those of every test."""
    environ = {**WITHOUT_SERVER, **settings}
    return await asyncio.create_subprocess_exec(
        JIXIAO, *arguments, stdin=subprocess.DEVNULL, stdout=PIPE, stderr=PIPE, env=environ
    )


async def finished(process: Process) -> Done:
    out, err = await process.communicate()
    return Done(process.returncode or 0, out.decode(), err.decode())


async def run(*arguments: str | Path, **settings: str) -> Done:
    return await finished(await start(*arguments, **settings))


def write_lines(file: Path, lines: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return file
